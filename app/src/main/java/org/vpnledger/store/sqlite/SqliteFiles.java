package org.vpnledger.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** The ledger's file as a file: copied, checked, set aside. */
public final class SqliteFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SqliteFiles() {}

  /** Copies a ledger, also while a daemon writes it, into a file that must not exist yet. */
  public static void backup(Path database, Path target) {
    if (Files.exists(target)) {
      throw new StoreException(Reason.OTHER, target + " exists already: name a file that does not");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StoreException(Reason.OTHER, "there is no folder " + folder + ": make it first");
    }
    try (Connection connection = Databases.openForReading(database);
        var copy = connection.prepareStatement("VACUUM INTO ?")) {
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      copy.setString(1, target.toString());
      copy.execute();
    } catch (SQLException e) {
      removeRest(target);
      throw SqliteErrors.explain("back up to", target, e);
    } catch (IOException e) {
      throw new StoreException(Reason.OTHER, target + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** A backup that broke off is none. */
  private static void removeRest(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      throw new StoreException(
          Reason.OTHER, target + ": " + e.getMessage() + ": delete it, it is not a whole copy", e);
    }
  }

  /** What is wrong with the file, a line each; empty if it is whole. */
  public static List<String> check(Path database) {
    List<String> problems = new ArrayList<>();
    try (Connection connection = Databases.openForReading(database);
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(20)")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          problems.add(rows.getString(1));
        }
      }
    } catch (SQLException e) {
      problems.add(SqliteErrors.explain("check", database, e).getMessage());
    } catch (StoreException e) {
      if (e.reason() != Reason.CORRUPT) {
        throw e;
      }
      problems.add(e.getMessage());
    }
    return problems;
  }

  /** Throws that it is corrupt unless a quick look finds it whole; locks nothing for long. */
  public static void requireWhole(Path database) {
    try (Connection connection = Databases.openForReading(database);
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!row.next() || !row.getString(1).equals("ok")) {
        throw new StoreException(Reason.CORRUPT, database + " is not whole: " + row.getString(1));
      }
    } catch (SQLException e) {
      throw SqliteErrors.explain("check", database, e);
    } catch (StoreException e) {
      if (e.reason() != Reason.ABSENT) { // begun, but nothing was ever written: whole enough
        throw e;
      }
    }
  }

  /**
   * Moves a corrupt file, with what belongs to it, out of the way.
   *
   * @return where the file is now
   */
  public static Path setAside(Path database, Instant now) {
    Path target = database.resolveSibling(database.getFileName() + ".corrupt-" + STAMP.format(now));
    try {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Path part = database.resolveSibling(database.getFileName() + suffix);
        if (Files.exists(part)) {
          Files.move(part, target.resolveSibling(target.getFileName() + suffix));
        }
      }
      return target;
    } catch (IOException e) {
      throw new StoreException(
          Reason.OTHER,
          "set aside " + database + ": " + e.getMessage() + ": move it away yourself",
          e);
    }
  }
}
