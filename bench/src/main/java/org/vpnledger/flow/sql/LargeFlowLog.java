package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Makes a flow log for benchmarks: so many flows in the day before {@link #NOW}, of 1,000 peers and
 * 5,000 hosts, the first ones of both far busier than the last. Segments of a quarter of an hour,
 * as sealing writes them; rolled up by the program's own rollups, but for the hour that is not
 * over.
 */
final class LargeFlowLog {
  /** Half past, so that the day that is asked about cuts through an hour at each end. */
  private static final Instant NOW = Instant.parse("2026-11-20T12:30:00Z");

  private static final long QUARTER_NS = HourFolder.HOUR_NS / 4;
  private static final int MEGABYTES = 1500;

  private LargeFlowLog() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    Path root = Path.of(arguments[0]).toAbsolutePath();
    long each = Long.parseLong(arguments[1]) / 96;
    long last = NOW.getEpochSecond() / 3600;
    try (Duck duck = Duck.open(MEGABYTES, 2)) {
      for (long hour = last - 24; hour <= last; hour++) {
        HourFolder folder = new HourFolder("bench", hour);
        Path path = root.resolve("flows").resolve(folder.path());
        for (int quarter = 0; quarter < (hour == last ? 2 : 4); quarter++) {
          long from = folder.startNs() + quarter * QUARTER_NS;
          Finished.<SQLException>write(
              path.resolve(from + ".parquet"),
              hidden ->
                  duck.run(
                      "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)"
                          .formatted(flows(from, each), Duck.text(hidden.toString()))));
        }
        if (hour < last) {
          Rollup.rollUp(path);
        }
      }
    }
  }

  /** The same ones each time: what looks like chance are hashes. */
  private static String flows(long from, long count) {
    return """
    SELECT start_ns, start_ns + (h4 %% 60000000000)::BIGINT AS end_ns, 'bench' AS gateway, 'wg0' AS tunnel,
      'peer' || lpad(peer::VARCHAR, 39, '0') || '=' AS peer, 'Peer ' || peer AS name,
      CASE WHEN up THEN 'rx' ELSE 'tx' END AS direction,
      (CASE WHEN port = 53 OR host %% 7 = 0 THEN 17 ELSE 6 END)::SMALLINT AS protocol,
      CASE WHEN up THEN inside ELSE outside END AS src,
      (CASE WHEN up THEN client ELSE port END)::INTEGER AS src_port,
      CASE WHEN up THEN outside ELSE inside END AS dst,
      (CASE WHEN up THEN port ELSE client END)::INTEGER AS dst_port,
      CASE WHEN host %% 5 > 0 THEN 'host' || host || '.example.com' END AS host,
      1 + (h5 %% 200)::BIGINT AS packets, 60 + (h5 %% 200000)::BIGINT AS bytes, 27::SMALLINT AS tcp_flags
    FROM (
      SELECT *, '10.8.' || (peer // 250) || '.' || (2 + peer %% 250) AS inside,
        '198.' || (18 + host %% 2) || '.' || (host // 250) || '.' || (1 + host %% 250) AS outside,
        CASE WHEN host %% 10 < 7 THEN 443 WHEN host %% 10 < 9 THEN 53 ELSE 8000 + host %% 100 END AS port,
        32768 + (h4 %% 28000)::BIGINT AS client, h4 %% 2 = 0 AS up
      FROM (
        SELECT %d + i * (%d // %d) AS start_ns, (1000 * pow((h1 %% 1000003) / 1000003.0, 2))::BIGINT %% 1000 AS peer,
          (5000 * pow((h2 %% 1000003) / 1000003.0, 4))::BIGINT %% 5000 AS host, h4, h5
        FROM (
          SELECT i, hash(i + %d) AS h1, hash(i * 3 + %d) AS h2, hash(i * 5 + %d) AS h4, hash(i * 7 + %d) AS h5
          FROM range(%d) t(i))))
    """
        .formatted(from, QUARTER_NS, count, from, from, from, from, count);
  }
}
