package org.vpnledger.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** All or nothing, whatever goes wrong within. */
final class Transaction {
  private static final System.Logger LOG = System.getLogger(Transaction.class.getName());

  /** What is done within. */
  interface Work {
    void run() throws SQLException;
  }

  private Transaction() {}

  static void run(Connection connection, Work work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    boolean committed = false;
    try {
      work.run();
      execute(connection, "COMMIT");
      committed = true;
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  /** The same in a ledger's file; what goes wrong says which. */
  static void write(Connection connection, Path file, Work work) {
    try {
      run(connection, work);
    } catch (SQLException e) {
      throw SqliteErrors.explain("write", file, e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // SQLite rolls back by itself when the disk is full: then nothing is open any more.
      LOG.log(System.Logger.Level.DEBUG, "rollback", e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
