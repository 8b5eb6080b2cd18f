package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;

/** Says in one line what went wrong and what to do. */
final class SqliteErrors {
  private SqliteErrors() {}

  static StoreException explain(String operation, Path file, SQLException e) {
    Reason reason =
        e instanceof SQLiteException sqlite ? reason(sqlite.getResultCode()) : Reason.OTHER;
    String advice =
        switch (reason) {
          case FULL -> "the disk is full: make room, nothing is lost until then";
          case BUSY -> "another program holds it: try again";
          case CORRUPT ->
              "it is not a whole database: start the daemon, which sets it aside and begins anew";
          case DENIED -> "permission denied: run as root or as a member of the group that owns it";
          case ABSENT, NEWER, OTHER -> firstLine(e);
        };
    return new StoreException(reason, operation + " " + file + ": " + advice, e);
  }

  private static Reason reason(SQLiteErrorCode code) {
    // Extended codes carry the primary one in their low byte.
    return switch (code.code & 0xff) {
      case 13 -> Reason.FULL; // SQLITE_FULL
      case 5, 6 -> Reason.BUSY; // SQLITE_BUSY, SQLITE_LOCKED
      case 11, 26 -> Reason.CORRUPT; // SQLITE_CORRUPT, SQLITE_NOTADB
      case 3, 8, 14, 23 -> Reason.DENIED; // SQLITE_PERM, _READONLY, _CANTOPEN, _AUTH
      default -> code == SQLiteErrorCode.SQLITE_IOERR_WRITE ? Reason.FULL : Reason.OTHER;
    };
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
