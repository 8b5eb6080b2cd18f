package org.vpnledger.flow.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the file that a question failed by. */
final class Culprit {
  private static final List<String> OF_QUESTION =
      List.of(
          "Parser Error",
          "Binder Error",
          "Catalog Error",
          "Permission Error",
          "Conversion Error",
          "Syntax Error",
          "Out of Range Error");

  private Culprit() {}

  /** Whether DuckDB's complaint is about the statement rather than about a file. */
  static boolean isQuestions(String reason) {
    return OF_QUESTION.stream().anyMatch(reason::startsWith);
  }

  /** The file that is gone, that DuckDB names, or that cannot be read by itself; absent if none. */
  static @Nullable Path of(SQLException e, Duck duck, Map<Path, Dataset> files) {
    String message = String.valueOf(e.getMessage());
    for (Path file : files.keySet()) {
      if (message.contains("\"" + file + "\"")
          || message.contains("'" + file + "'")
          || message.contains("file = " + file + "\n") // below a line that is no row
          || !Files.exists(file)) {
        return file;
      }
    }
    String reason = Duck.reason(e);
    if (isQuestions(reason) || reason.startsWith("Out of Memory")) {
      return null;
    }
    for (Map.Entry<Path, Dataset> file : files.entrySet()) {
      if (!isReadable(file.getKey(), file.getValue(), duck)) {
        return file.getKey();
      }
    }
    return null;
  }

  /** All of it, since what is damaged may be in any page. */
  private static boolean isReadable(Path file, Dataset dataset, Duck duck) {
    try {
      duck.rows(
          "SELECT bit_xor(hash(COLUMNS(*))) FROM " + Scan.file(dataset, file),
          List.of(),
          row -> row.getObject(1));
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** DuckDB's reason without the file's name, which is said already. */
  static String reason(SQLException e, Path file) {
    String reason = Duck.reason(e).replace(file.toString(), "it");
    return reason.length() > 160 ? reason.substring(0, 160) + "…" : reason;
  }
}
