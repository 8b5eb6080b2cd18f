package org.vpnledger.flow.sql;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;

/**
 * Answers questions about the flows that began in a span of time. It reads the folders of its files
 * and nothing else, and changes none of them.
 */
public final class FlowAnswers implements AutoCloseable {
  private static final int MEGABYTES = 512;
  private static final int THREADS = 2;
  private static final int MOST_LEFT = 100;
  private static final long PAGE = 1000;
  private static final long LARGE_PAGE = 20_000;

  private final Duck duck;
  private final Views views;
  private boolean confined;
  private final List<Path> folders;

  private FlowAnswers(Duck duck, Views views, List<Path> folders) {
    this.duck = duck;
    this.views = views;
    this.folders = folders;
  }

  /**
   * Begins to ask.
   *
   * @param from the first moment that is asked about
   * @param to the first one thereafter
   */
  public static FlowAnswers open(FlowFiles files, Instant from, Instant to) {
    try {
      Duck duck = Duck.open(MEGABYTES, THREADS);
      return new FlowAnswers(duck, new Views(duck, files, nanos(from), nanos(to)), files.folders());
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** What could not be read, a line each that names the file; the answers are without it. */
  public List<String> problems() {
    return List.copyOf(views.problems());
  }

  /** Answers a statement of the user's: one SELECT over the views. */
  public Answer sql(String select) {
    Set<View> views;
    try {
      confine();
      OneSelect.require(duck, select);
      Set<String> names = OneSelect.names(duck, select);
      // Only those, since files that others need may have to be fetched.
      views =
          Stream.of(View.FLOWS, View.HOURS, View.DNS, View.TOTALS)
              .filter(view -> names.contains(view.table()))
              .collect(Collectors.toSet());
    } catch (SQLException e) {
      throw new FlowProblem(FlowProblem.Cause.QUESTION, Duck.reason(e));
    }
    return answer(new Query(select, List.of(), views));
  }

  /** Answers a question of ours. */
  public Answer ask(FlowQuestion question) {
    return answer(question.query());
  }

  /** Takes flows, and may have enough. */
  public interface FlowReader {
    /** One flow. */
    void read(FlowRecord flow) throws IOException, InterruptedException;
  }

  /**
   * Every flow of the span, file by file: no more than a file's rows are in memory. A file that
   * cannot be read is left as a whole.
   *
   * @throws IOException only the reader's
   */
  public void flows(FlowReader reader) throws IOException, InterruptedException {
    Map<Path, String> parts = new LinkedHashMap<>();
    try {
      confine();
      views.each(Dataset.FLOWS, parts::put);
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
    for (Map.Entry<Path, String> part : parts.entrySet()) {
      Answer rows;
      try {
        duck.run("DROP TABLE IF EXISTS answer");
        duck.run("CREATE TEMP TABLE answer AS " + part.getValue());
        rows = answered(LARGE_PAGE);
      } catch (SQLException e) {
        views.leave(part.getKey(), "cannot be read, its rows are missing here");
        continue;
      }
      for (List<@Nullable Object> row : rows.rows()) {
        FlowRecord flow = FlowRow.of(row);
        if (flow != null) {
          reader.read(flow);
        }
      }
    }
  }

  /** The last answer as a Parquet file; it is there whole or not at all. */
  public void writeParquet(Path file) throws IOException {
    Path made = duck.scratch().resolve("answer.parquet");
    try {
      duck.run(
          "COPY answer TO " + Duck.text(made.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
    } catch (SQLException e) {
      throw new IOException(Duck.reason(e), e);
    }
    Finished.<IOException>write(file, hidden -> Files.copy(made, hidden));
    Files.delete(made);
  }

  private void confine() throws SQLException {
    if (!confined) {
      duck.confine(folders);
      confined = true;
    }
  }

  /**
   * The answer is whole before its first row is shown: a damaged file is left, and all done anew.
   */
  private Answer answer(Query query) {
    try {
      confine();
      for (int attempt = 0; ; attempt++) {
        try {
          views.create(query.views());
          duck.run("DROP TABLE IF EXISTS answer");
          duck.run("CREATE TEMP TABLE answer AS " + query.sql(), query.values());
          return answered(PAGE);
        } catch (SQLException e) {
          Path culprit = attempt < MOST_LEFT ? Culprit.of(e, duck, views.all()) : null;
          if (culprit == null) {
            throw e;
          }
          if (Files.exists(culprit)) {
            views.leave(
                culprit,
                "cannot be read, its rows are missing here (" + Culprit.reason(e, culprit) + ")");
          } else {
            views.gone(culprit);
          }
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Answer answered(long page) throws SQLException {
    List<Answer.Field> fields = new ArrayList<>();
    try (Statement statement = duck.connection().createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM answer LIMIT 0")) {
      ResultSetMetaData about = none.getMetaData();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        fields.add(new Answer.Field(about.getColumnName(i), kind(about.getColumnTypeName(i))));
      }
    }
    long count =
        duck.rows("SELECT count(*) FROM answer", List.of(), row -> row.getLong(1)).getFirst();
    return new Answer(fields, () -> new Rows(fields, count, page), count);
  }

  private static Answer.Kind kind(String type) {
    return switch (type) {
      case "BOOLEAN" -> Answer.Kind.FLAG;
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT" ->
          Answer.Kind.NUMBER;
      case "FLOAT", "DOUBLE" -> Answer.Kind.DECIMAL;
      case "TIMESTAMP WITH TIME ZONE" -> Answer.Kind.TIME;
      default -> type.startsWith("DECIMAL") ? Answer.Kind.DECIMAL : Answer.Kind.TEXT;
    };
  }

  /** The rows in pages, so that nothing of the driver's stays open when somebody stops reading. */
  private final class Rows implements Iterator<List<@Nullable Object>> {
    private final List<Answer.Field> fields;
    private final long count;
    private final long size;
    private long read;
    private Iterator<List<@Nullable Object>> page = List.<List<@Nullable Object>>of().iterator();

    Rows(List<Answer.Field> fields, long count, long size) {
      this.fields = fields;
      this.count = count;
      this.size = size;
    }

    @Override
    public boolean hasNext() {
      return read < count;
    }

    @Override
    public List<@Nullable Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!page.hasNext()) {
        page = page(read);
      }
      read++;
      return page.next();
    }

    private Iterator<List<@Nullable Object>> page(long from) {
      try {
        return duck.rows(
                "SELECT * FROM answer WHERE rowid >= ? AND rowid < ? ORDER BY rowid",
                List.of(from, from + size),
                this::values)
            .iterator();
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    private List<@Nullable Object> values(ResultSet row) throws SQLException {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        values.add(value(fields.get(i).kind(), row, i + 1));
      }
      return values;
    }
  }

  private static @Nullable Object value(Answer.Kind kind, ResultSet row, int column)
      throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case TEXT -> row.getString(column);
      case FLAG -> value;
      // A number beyond 64 bits stays exact as text.
      case NUMBER ->
          value instanceof BigInteger big && big.bitLength() > 63
              ? big.toString()
              : ((Number) value).longValue();
      case DECIMAL ->
          value instanceof BigDecimal big ? big.doubleValue() : ((Number) value).doubleValue();
      case TIME -> row.getObject(column, OffsetDateTime.class).toInstant();
    };
  }

  private static long nanos(Instant at) {
    long first = 0;
    long last = Long.MAX_VALUE / HourFolder.HOUR_NS / 24 * 24 * 3600;
    long second = Math.clamp(at.getEpochSecond(), first, last);
    return second * 1_000_000_000L + (second == at.getEpochSecond() ? at.getNano() : 0);
  }

  private static FlowProblem failed(SQLException e) {
    String reason = Duck.reason(e);
    return Duck.isOutOfMemory(e)
        ? new FlowProblem(
            FlowProblem.Cause.FILES,
            "the question needs more than %d MB: ask about a shorter time".formatted(MEGABYTES))
        : new FlowProblem(
            Culprit.isQuestions(reason) ? FlowProblem.Cause.QUESTION : FlowProblem.Cause.FILES,
            reason);
  }

  private static FlowProblem failed(IOException e) {
    return new FlowProblem(
        FlowProblem.Cause.FILES,
        switch (e) {
          case java.nio.file.AccessDeniedException denied ->
              denied.getFile() + ": permission denied: run as root";
          default -> String.valueOf(e.getMessage());
        });
  }

  @Override
  public void close() {
    duck.close();
  }
}
