package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.ipfix.IpfixSettings;
import org.vpnledger.flow.ipfix.IpfixTarget;
import org.vpnledger.flow.ipfix.IpfixTransfer;
import org.vpnledger.vpn.Address;

/**
 * nfdump's collector takes our IPFIX and gives back every field. It listens on UDP only; streams
 * are read by a reader of the unit tests.
 */
@RequiresTools({"nfcapd", "nfdump"})
final class IpfixTest {
  private static final long START = 1_769_817_600_123_456_789L;

  @Test
  void nfdump_gives_back_every_flow_field_by_field() throws IOException, InterruptedException {
    List<FlowRecord> flows =
        List.of(
            flow(Direction.RX, 6, "10.8.0.2", 40000, "198.51.100.7", 443, 12, 3456, 27),
            flow(
                Direction.TX, 17, "2001:db8::7", 53, "fd00::2", 50000, 5_000_000_000L, 1L << 42, 0),
            flow(Direction.RX, 1, "10.8.0.3", FlowRecord.NO_PORT, "198.51.100.8", 2048, 1, 84, 0),
            flow(Direction.TX, 58, "2001:db8::7", FlowRecord.NO_PORT, "fd00::2", 33024, 3, 312, 0),
            flow(Direction.RX, 6, "fd00::2", 40001, "100::1:2:3:4", 22, 7, 700, 4));
    assertThat(collected(flows, "fmt:%ts|%te|%pr|%sa|%sp|%da|%dp|%flg|%dir|%ipkt|%ibyt"))
        .containsExactlyInAnyOrder(
            line("6|10.8.0.2|40000|198.51.100.7|443|...AP.SF|I|12|3456"),
            line("17|2001:db8::7|53|fd00::2|50000|........|E|5000000000|4398046511104"),
            line("1|10.8.0.3|0|198.51.100.8|8.0|........|I|1|84"),
            line("58|2001:db8::7|0|fd00::2|129.0|........|E|3|312"),
            line("6|fd00::2|40001|100::1:2:3:4|22|.....R..|I|7|700"));
  }

  @Test
  void at_the_usual_pace_a_collector_on_this_machine_loses_none()
      throws IOException, InterruptedException {
    List<FlowRecord> flows = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      flows.add(flow(Direction.RX, 17, "10.8.0.2", i, "198.51.100.7", 53, 1, i + 100, 0));
    }
    assertThat(collected(flows, "fmt:%sp")).doesNotHaveDuplicates().hasSize(60_000);
  }

  private static String line(String rest) {
    return "2026-01-31 00:00:00.123|2026-01-31 00:00:04.690|" + rest;
  }

  private static List<String> collected(List<FlowRecord> flows, String format)
      throws IOException, InterruptedException {
    int port = FreePort.find();
    try (Folder folder = Folder.create();
        Background collector =
            Background.start(
                List.of(
                    "nfcapd",
                    "-b",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(port),
                    "-t",
                    "3600",
                    "-w",
                    folder.path().toString()),
                Map.of(),
                folder.resolve("nfcapd.log"))) {
      Eventually.see(
          "nfcapd listens",
          Eventually.PATIENCE,
          collector::output,
          output -> output.contains("Startup nfcapd"));
      IpfixSettings settings = IpfixSettings.to(IpfixTarget.parse("udp://127.0.0.1:" + port));
      try (IpfixTransfer transfer = IpfixTransfer.open(settings, InstantSource.system())) {
        for (FlowRecord flow : flows) {
          transfer.add(flow);
        }
        transfer.finish();
        assertThat(transfer.sent()).isEqualTo(flows.size());
      }
      Eventually.pause(Duration.ofMillis(500));
      assertThat(collector.end(Eventually.PATIENCE)).hasValue(0);
      assertThat(collector.output()).contains("Sequence Errors: 0, Bad Packets: 0");
      Path file =
          folder.files().stream()
              .filter(one -> one.getFileName().toString().matches("nfcapd\\.\\d+"))
              .findAny()
              .orElseThrow();
      return Command.of(
              "env", "TZ=UTC", "nfdump", "-q", "-N", "-6", "-r", file.toString(), "-o", format)
          .output()
          .lines()
          .map(found -> found.replaceAll(" *\\| *", "|").strip())
          .filter(found -> !found.isEmpty())
          .toList();
    }
  }

  private static FlowRecord flow(
      Direction direction,
      int protocol,
      String src,
      int srcPort,
      String dst,
      int dstPort,
      long packets,
      long bytes,
      int flags) {
    return new FlowRecord(
        START,
        START + 4_567_000_000L,
        "gw1",
        "wg0",
        "QUxJQ0VBTElDRUFMSUNFQUxJQ0VBTElDRUFMSUNFQUE=",
        "alice",
        direction,
        protocol,
        Objects.requireNonNull(Address.parse(src)),
        srcPort,
        Objects.requireNonNull(Address.parse(dst)),
        dstPort,
        "example.com",
        packets,
        bytes,
        flags);
  }
}
