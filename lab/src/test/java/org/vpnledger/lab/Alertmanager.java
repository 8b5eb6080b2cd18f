package org.vpnledger.lab;

import java.util.List;
import java.util.Map;

/** An Alertmanager of its own. */
final class Alertmanager implements AutoCloseable {

  private final Folder folder;
  private final int port;
  private final Background process;

  private Alertmanager(Folder folder, int port, Background process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one at this port, with this configuration, and waits until it is ready. */
  static Alertmanager start(int port, String config) {
    Folder folder = Folder.create();
    List<String> words =
        List.of(
            "prometheus-alertmanager",
            "--config.file=" + folder.write("alertmanager.yml", config),
            "--storage.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address="); // none
    Alertmanager made =
        new Alertmanager(
            folder, port, Background.start(words, Map.of(), folder.resolve("alertmanager.log")));
    Eventually.see(
        "Alertmanager is ready",
        Eventually.PATIENCE,
        made.process::output,
        _ -> Http.get(port, "/-/ready").status() == 200);
    return made;
  }

  /** The names of alerts that fire, those too of which nobody is told because of others. */
  List<String> firing() {
    String alerts = Http.get(port, "/api/v2/alerts").body(); // an array
    return JsonNode.parse("{\"alerts\": %s}".formatted(alerts)).list("alerts").stream()
        .map(alert -> alert.node("labels").text("alertname"))
        .toList();
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
