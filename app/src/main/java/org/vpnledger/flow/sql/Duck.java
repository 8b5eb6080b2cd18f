package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One DuckDB in memory, with bounds: two threads, so much memory, and a folder of its own for what
 * does not fit, which is gone when it is closed.
 */
final class Duck implements AutoCloseable {
  private static final List<Integer> LITTLE_MEGABYTES = List.of(48, 80, 160, 320);
  private static final Pattern WITHIN =
      Pattern.compile("\\{\"exception_type\".*\"exception_message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Connection connection;
  private final Scratch scratch;

  private Duck(Connection connection, Scratch scratch) {
    this.connection = connection;
    this.scratch = scratch;
  }

  /**
   * Opens one.
   *
   * @param megabytes how much memory it may have
   * @param threads how many of the machine's cores
   */
  static Duck open(int megabytes, int threads) throws IOException, SQLException {
    Scratch scratch = Scratch.create();
    Connection connection = null;
    try {
      Properties settings = new Properties();
      settings.setProperty("jdbc_stream_results", "true");
      settings.setProperty("jdbc_instance_cache", "false");
      settings.setProperty("threads", String.valueOf(threads));
      settings.setProperty("memory_limit", megabytes + "MB");
      settings.setProperty("temp_directory", scratch.folder().resolve("spilled").toString());
      settings.setProperty("max_temp_directory_size", "8GB");
      settings.setProperty("autoinstall_known_extensions", "false");
      settings.setProperty("autoload_known_extensions", "false");
      connection = DuckLoader.driver().connect("jdbc:duckdb:", settings);
      if (connection == null) {
        throw DuckLoader.refused();
      }
      return new Duck(connection, scratch);
    } finally {
      if (connection == null) {
        scratch.close();
      }
    }
  }

  /** What is done in one. */
  interface Work<T> {
    T in(Duck duck) throws IOException, SQLException;
  }

  /**
   * Works with little memory and one core, as the daemon does; what does not fit is done again with
   * more. What it left behind is written over then.
   */
  static <T> T sparingly(Work<T> work) throws IOException, SQLException {
    for (int megabytes : LITTLE_MEGABYTES) {
      try (Duck duck = open(megabytes, 1)) {
        return work.in(duck);
      } catch (SQLException e) {
        if (!isOutOfMemory(e) || megabytes == LITTLE_MEGABYTES.getLast()) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("the last attempt returns or throws");
  }

  /** Whether it was stopped since it needed more memory than it may have. */
  static boolean isOutOfMemory(SQLException e) {
    return reason(e).startsWith("Out of Memory");
  }

  /** Where its scratch files may lie, and nobody else's. */
  Path scratch() {
    return scratch.folder();
  }

  Connection connection() {
    return connection;
  }

  /** Nothing outside those folders can be read or written from now on, nor can this be undone. */
  void confine(List<Path> folders) throws SQLException {
    List<String> allowed = new ArrayList<>();
    folders.forEach(folder -> allowed.add(text(folder + "/")));
    allowed.add(text(scratch() + "/"));
    run("SET allowed_directories = [" + String.join(", ", allowed) + "]");
    run("SET enable_external_access = false");
    run("SET lock_configuration = true");
  }

  /** Runs a statement of ours, whose values are literals made by {@link #text}. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement with values. */
  void run(String sql, List<?> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      statement.execute();
    }
  }

  /** What a row becomes. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows of an answer. */
  <T> List<T> rows(String sql, List<?> values, Reader<T> reader) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }

  /** A text as SQL writes it. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A list of files as SQL writes it. */
  static String list(List<Path> files) {
    return files.stream()
        .map(file -> text(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * The first line of what DuckDB says; those below it repeat the statement. What it repeats of an
   * error within as JSON is told as text.
   */
  static String reason(SQLException e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
    Matcher within = WITHIN.matcher(line);
    return within.find() ? within.group(1).replace("\\\"", "\"") : line;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // In memory: there is nothing to lose.
    } finally {
      scratch.close();
    }
  }
}
