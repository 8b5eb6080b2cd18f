package org.vpnledger.lab;

import java.util.List;
import java.util.Map;

/**
 * An InfluxDB 1 of its own, and its HTTP API (https://docs.influxdata.com/influxdb/v1/tools/api/).
 */
final class InfluxServer implements AutoCloseable {

  private final Folder folder = Folder.create();
  private final int port = FreePort.find();
  private final Background process;

  private InfluxServer() {
    String config =
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%1$d"
        [meta]
        dir = "%3$s/meta"
        [data]
        dir = "%3$s/data"
        wal-dir = "%3$s/wal"
        [monitor]
        store-enabled = false
        [subscriber]
        enabled = false
        [http]
        bind-address = "127.0.0.1:%2$d"
        """
            .formatted(FreePort.find(), port, folder.path());
    List<String> words =
        List.of("influxd", "-config", folder.write("influxdb.conf", config).toString());
    process = Background.start(words, Map.of(), folder.resolve("influxd.log"));
  }

  /** Starts one that has this database. */
  static InfluxServer start(String database) {
    InfluxServer server = new InfluxServer();
    try {
      Eventually.see(
          "InfluxDB is ready",
          Eventually.PATIENCE,
          server.process::output,
          _ -> Http.get(server.port, "/ping").status() == 204);
      server.ask("", "CREATE DATABASE " + database);
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** Where it takes the line protocol for this database. */
  String writeUrl(String database) {
    return "http://127.0.0.1:%d/write?db=%s".formatted(port, database);
  }

  /** The rows of the answer to a query, without their columns' names. */
  List<List<?>> ask(String database, String query) {
    Http.Answer answer = Http.post(port, "/query?db=" + database, "q=" + Http.encoded(query));
    if (answer.status() != 200) {
      throw new AssertionError("InfluxDB: %s: %s".formatted(query, answer));
    }
    return answer.json().list("results").stream()
        .flatMap(result -> result.list("series").stream())
        .flatMap(series -> series.values("values").stream())
        .<List<?>>map(row -> (List<?>) row)
        .toList();
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
