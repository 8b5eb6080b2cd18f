package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real rsyslogd is told of real events, by this machine's socket and by the network. */
@RequiresLab
@Timeout(90)
final class SyslogTest {

  @Test
  void rsyslog_reads_what_it_is_told_by_its_socket() {
    try (Gateway gateway = Gateway.withPeers(1);
        Folder folder = Folder.create()) {
      Path socket = folder.resolve("log.sock");
      String input =
          """
          module(load="imuxsock" SysSock.Use="off")
          input(type="imuxsock" Socket="%s")
          """
              .formatted(socket);
      String heard = told(gateway, folder, input, socket.toString());
      assertThat(heard.lines().findFirst())
          .hasValueSatisfying(line ->
              assertThat(line)
                  .startsWith("authpriv.notice#vpnledger#Monitor started | Interval: 1s")
                  .contains("[vpnledger@32473 seq=\"1\" event=\"STARTED\""));
    }
  }

  @Test
  void rsyslog_reads_the_fields_of_what_it_is_told_by_the_network() {
    int port = FreePort.find();
    try (Gateway gateway = Gateway.withPeers(1);
        Folder folder = Folder.create()) {
      String input =
          """
          module(load="imtcp")
          input(type="imtcp" address="127.0.0.1" port="%d")
          """
              .formatted(port);
      String heard = told(gateway, folder, input, "tcp://127.0.0.1:" + port);
      assertThat(heard.lines().filter(line -> line.contains("#ONLINE  [")))
          .singleElement()
          .asString()
          .contains("event=\"ONLINE\"", "peer=\"" + gateway.client(0).key(), "chain_sha256=\"");
    }
  }

  /** What rsyslogd has written once a peer has come online. */
  private static String told(Gateway gateway, Folder folder, String input, String target) {
    Path heard = folder.resolve("heard");
    Path config =
        folder.write(
            "rsyslog.conf",
            input
                + """
                template(name="t" type="string" string="%%syslogfacility-text%%.%%syslogseverity-text%%#%%APP-NAME%%#%%msg%%#%%STRUCTURED-DATA%%\\n")
                action(type="omfile" file="%s" template="t")
                """
                    .formatted(heard));
    List<String> words =
        List.of("rsyslogd", "-n", "-f", config.toString(), "-i", folder.resolve("pid").toString());
    try (Background rsyslog = Background.start(words, Map.of(), folder.resolve("rsyslog.txt"));
        Ledger _ =
            Ledger.start(
                Ledger.configOf(gateway) + "[audit]\nsyslog = \"%s\"\n".formatted(target))) {
      assertThat(rsyslog.isAlive()).isTrue();
      gateway.ping(gateway.client(0));
      return Eventually.see(
              "rsyslog hears",
              Eventually.PATIENCE,
              () -> text(heard),
              text -> text.contains("ONLINE  ["))
          .replace("# ", "#");
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
