package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sums of an hour, {@code rollup.parquet} beside its segments: flows, packets and bytes of each
 * gateway, tunnel, peer, name, direction, protocol, service port and host. Its metadata ({@code
 * covers}) names the segments that are in it, so that one which comes late is neither lost nor
 * counted twice, and rolling up again adds only what is new. The same sums by peer, by host and by
 * service alone are in front ({@link Level}).
 */
public final class Rollup {
  static final String NAME = "rollup.parquet";
  static final String COVERS = "covers";

  /**
   * The port that says what a flow is for: the lower of the two, since clients draw theirs from
   * 32768 upwards; when both are that high, the one that is not the peer's. Only of protocols that
   * have ports: TCP, UDP, DCCP, SCTP, UDP-Lite. (In two lists: one of five DuckDB joins like a
   * table, even where nobody asks for the port.)
   */
  static final String SERVICE_PORT =
      "CASE WHEN protocol NOT IN (6, 17) AND protocol NOT IN (33, 132, 136) THEN NULL"
          + " WHEN src_port IS NULL OR dst_port IS NULL THEN coalesce(src_port, dst_port)"
          + " WHEN least(src_port, dst_port) < 32768 THEN least(src_port, dst_port)"
          + " WHEN direction = 'tx' THEN src_port ELSE dst_port END";

  /** A flow as a row of sums. */
  static final String OF_FLOW =
      "SELECT gateway, tunnel, peer, name, direction, protocol, "
          + SERVICE_PORT
          + " AS port, host, 1::BIGINT AS flows, packets, bytes,"
          + " start_ns AS first_ns, end_ns AS last_ns FROM ";

  static final String COLUMNS =
      "gateway, tunnel, peer, name, direction, protocol, port, host, flows, packets, bytes,"
          + " first_ns, last_ns";

  /** What rows of a rollup are sums of; coarse ones first, so that few pages are read for them. */
  enum Level {
    PEER(0, "gateway, tunnel, peer, name, direction"),
    HOST(1, "gateway, tunnel, direction, host"),
    SERVICE(2, "gateway, tunnel, direction, protocol, port"),
    WHOLE(3, "gateway, tunnel, peer, name, direction, protocol, port, host");

    private final int number;
    private final String groups;

    Level(int number, String groups) {
      this.number = number;
      this.groups = groups;
    }

    /** Sums of rows by what the level tells apart; the rest is NULL. */
    private String sums(String rows) {
      List<String> kept = List.of(groups.split(", "));
      StringBuilder select = new StringBuilder("SELECT " + number + "::TINYINT AS level, ");
      for (String column : List.of(WHOLE.groups.split(", "))) {
        select.append(kept.contains(column) ? column : "NULL AS " + column).append(", ");
      }
      return select
          .append("sum(flows)::BIGINT AS flows, sum(packets)::BIGINT AS packets,")
          .append(" sum(bytes)::BIGINT AS bytes, min(first_ns) AS first_ns,")
          .append(" max(last_ns) AS last_ns FROM ")
          .append(rows)
          .append(" GROUP BY ")
          .append(groups)
          .toString();
    }

    /** The rows of it in rollups. */
    String of(List<Path> rollups) {
      return "SELECT " + COLUMNS + " FROM " + Scan.parquet(rollups) + " WHERE level = " + number;
    }
  }

  /** In a store a later one has another name: what is there is never changed. */
  private static final Pattern NAMES = Pattern.compile("rollup(~[0-9a-f]{12})?\\.parquet");

  private Rollup() {}

  /** Whether that is the name of one. */
  static boolean isName(String name) {
    return NAMES.matcher(name).matches();
  }

  /** When the hour of such a folder begins, absent if it is none. */
  public static @Nullable Instant begin(Path hour) {
    HourFolder folder = HourFolder.of(hour);
    return folder == null ? null : folder.start();
  }

  /**
   * Sums an hour up, or what came since that was done. Segments whose journal still lies in {@code
   * ROOT/open} are left for the next time: they may be written again.
   *
   * @param hour {@code ROOT/flows/gateway=…/date=…/hour=…}
   * @return whether there was something to do
   * @throws IOException naming the folder; what was there before is untouched then
   */
  public static boolean rollUp(Path hour) throws IOException {
    Path root = hour.toAbsolutePath().normalize();
    for (int i = 0; i < 4 && root != null; i++) {
      root = root.getParent();
    }
    if (HourFolder.of(hour) == null || root == null) {
      throw new IOException(hour + " is no folder of an hour");
    }
    Set<String> open = new HashSet<>();
    for (Path journal : Sealing.journals(root, Dataset.FLOWS)) {
      String id = Segment.journal(journal, Dataset.FLOWS);
      if (id != null) {
        open.add(id);
      }
    }
    List<Segment> segments =
        segments(hour).stream().filter(segment -> !open.contains(segment.id())).toList();
    Path rollup = hour.resolve(NAME);
    try {
      return Duck.sparingly(duck -> rollUp(duck, rollup, segments));
    } catch (SQLException e) {
      throw new IOException(hour + ": " + Duck.reason(e), e);
    }
  }

  private static boolean rollUp(Duck duck, Path rollup, List<Segment> segments)
      throws IOException, SQLException {
    // One that is damaged is made anew from the segments that are still there.
    boolean kept = ParquetFile.isWhole(rollup);
    Set<String> covered = new TreeSet<>();
    if (kept) {
      covered.addAll(covered(duck, List.of(rollup)).getOrDefault(rollup, Set.of()));
    }
    List<Segment> fresh =
        segments.stream().filter(segment -> !covered.contains(segment.name())).toList();
    if (fresh.isEmpty()) {
      return false;
    }
    fresh.forEach(segment -> covered.add(segment.name()));
    String rows = OF_FLOW + "(" + Scan.segments(Dataset.FLOWS, fresh, List.of()) + ")";
    String all = kept ? Level.WHOLE.of(List.of(rollup)) + " UNION ALL " + rows : rows;
    // One after another: each fits into little memory, all at once do not.
    duck.run("CREATE TEMP TABLE sums AS " + Level.WHOLE.sums("(" + all + ")") + " ORDER BY ALL");
    for (Level level : List.of(Level.PEER, Level.HOST, Level.SERVICE)) {
      duck.run("CREATE TEMP TABLE by_%s AS %s ORDER BY ALL".formatted(level, level.sums("sums")));
    }
    Finished.<SQLException>write(
        rollup,
        hidden ->
            duck.run(
                "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, KV_METADATA {%s: %s})"
                    .formatted(
                        "FROM by_PEER UNION ALL FROM by_HOST UNION ALL FROM by_SERVICE"
                            + " UNION ALL FROM sums",
                        Duck.text(hidden.toString()),
                        COVERS,
                        Duck.text(String.join(",", covered)))));
    return true;
  }

  /** The segments of an hour's folder, by name. */
  static List<Segment> segments(Path hour) throws IOException {
    List<Segment> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(hour)) {
      for (Path file : files) {
        Segment segment = Segment.of(file);
        if (segment != null) {
          found.add(segment);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw new IOException(hour + ": " + e.getMessage(), e);
    }
    found.sort(java.util.Comparator.comparing(Segment::name));
    return found;
  }

  /** The names of the segments that are in each of those rollups. */
  static Map<Path, Set<String>> covered(Duck duck, List<Path> rollups) throws SQLException {
    Map<Path, Set<String>> covered = new HashMap<>();
    if (rollups.isEmpty()) {
      return covered;
    }
    duck.rows(
        "SELECT file_name, decode(value) FROM parquet_kv_metadata("
            + Duck.list(rollups)
            + ") WHERE decode(key) = '"
            + COVERS
            + "'",
        List.of(),
        row ->
            covered.put(
                Path.of(row.getString(1)),
                new HashSet<>(Arrays.asList(row.getString(2).split(",")))));
    return covered;
  }
}
