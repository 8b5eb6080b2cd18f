package org.vpnledger.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.store.HeadSigner;

/**
 * The schema's history: numbered SQL files that never change once released. Only the daemon runs
 * them, holding the data folder's lock; the file is copied before the first.
 */
final class Migrations {
  private static final List<String> SCRIPTS =
      List.of(
          "001.sql", "002.sql", "003.sql", "004.sql", "005.sql", "006.sql", "007.sql", "008.sql",
          "009.sql", "010.sql");

  /** From this version on events have hashes, which SQL cannot make. */
  private static final int CHAINED = 4;

  private Migrations() {}

  /** The version that this program writes. */
  static int newest() {
    return SCRIPTS.size();
  }

  /**
   * Brings the database to the newest version.
   *
   * @param signer vouches for where the chain of events begins when older ones are gone
   */
  static void run(Connection connection, Path file, HeadSigner signer) {
    List<String> scripts = new ArrayList<>();
    SCRIPTS.forEach(name -> scripts.add(text(name)));
    try {
      int version = Databases.version(connection, file);
      run(connection, file, version, scripts, signer);
    } catch (SQLException e) {
      throw SqliteErrors.explain("migrate", file, e);
    }
  }

  /** The same with given scripts, of which the first {@code version} have been run. */
  static void run(Connection connection, Path file, int version, List<String> scripts)
      throws SQLException {
    run(connection, file, version, scripts, _ -> "");
  }

  private static void run(
      Connection connection, Path file, int version, List<String> scripts, HeadSigner signer)
      throws SQLException {
    if (version >= scripts.size()) {
      return;
    }
    if (version > 0) {
      copy(connection, file.resolveSibling(file.getFileName() + ".before-" + scripts.size()));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        for (int next = version; next < scripts.size(); next++) {
          statement.executeUpdate(scripts.get(next));
          if (next + 1 == CHAINED) {
            EventChain.ofOlderEvents(connection, new Query(connection, file), signer);
          }
        }
        statement.execute("PRAGMA user_version = " + scripts.size());
        statement.execute("COMMIT");
      } catch (SQLException e) {
        statement.execute("ROLLBACK");
        throw e;
      }
    }
  }

  private static void copy(Connection connection, Path copy) throws SQLException {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (var statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    }
  }

  private static String text(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name)) {
      if (in == null) {
        throw new IllegalStateException("missing migration " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
