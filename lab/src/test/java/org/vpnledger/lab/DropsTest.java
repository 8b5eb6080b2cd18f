package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes while nobody looks, and is more than a ring holds: no packet is missing untold. */
@RequiresLab
@RequiresTools({"tcpdump", "tshark"})
@Timeout(120)
final class DropsTest {
  private static final Pattern TOLD_BY_DAEMON =
      Pattern.compile("flows: the kernel dropped (\\d+) packets");
  private static final Pattern TOLD_BY_WIRETAP =
      Pattern.compile("(\\d+) packets were dropped by the kernel");
  private static final Pattern FOOTER_VALUE = Pattern.compile("(\\w+)=(\\S+)");

  @Test
  void what_is_logged_and_what_the_kernel_dropped_are_together_what_tcpdump_saw() {
    try (Gateway gateway = Gateway.withPeers(1);
        Folder folder = Folder.create()) {
      silenceTheKernel(gateway);
      gateway.ping(gateway.client(0));
      try (Tcpdump tcpdump = Tcpdump.at(gateway.namespace(), gateway.interfaceName(), folder);
          Wiretap wiretap = Wiretap.at(gateway, folder, "--ring-mb", "1");
          Ledger ledger = smallRing(gateway)) {
        gateway.ping(gateway.client(0));
        Eventually.see(
            "a first segment", Eventually.PATIENCE, () -> footers(ledger), all -> !all.isEmpty());
        signal("STOP", wiretap.process(), ledger.process());
        gateway.traffic().flood(gateway.client(0), 1000, 40);
        signal("CONT", wiretap.process(), ledger.process());
        Eventually.see(
            "drops are told",
            Eventually.PATIENCE,
            ledger::output,
            output -> TOLD_BY_DAEMON.matcher(output).find());
        gateway.ping(gateway.client(0)); // it goes on
        int seen = tcpdump.stop().size();
        wiretap.stop();
        ledger.stop();

        long dropped = told(TOLD_BY_DAEMON, ledger.output());
        assertThat(dropped).isPositive();
        assertThat(logged(ledger) + dropped).isEqualTo(seen);
        assertThat(sum("dropped", footers(ledger))).isEqualTo(dropped);
        assertThat(sum("packets", footers(ledger))).isEqualTo(logged(ledger));

        long droppedByWiretap = told(TOLD_BY_WIRETAP, wiretap.output());
        assertThat(droppedByWiretap).isPositive();
        assertThat(wiretap.lines().size() + droppedByWiretap).isEqualTo(seen);
      }
    }
  }

  /** It would look for IPv6 routers in the midst of it. */
  private static void silenceTheKernel(Gateway gateway) {
    gateway
        .namespace()
        .command(
            "sh",
            "-c",
            "echo 1 > /proc/sys/net/ipv6/conf/%s/disable_ipv6".formatted(gateway.interfaceName()))
        .output();
  }

  /** Flows, journals and segments are short besides. */
  private static Ledger smallRing(Gateway gateway) {
    String settings =
        """
        [flow]
        enabled = true
        ring = "512KiB"
        idle_timeout = 1
        segment_interval = 1
        format = "csv.gz"
        """;
    Ledger ledger = Ledger.start(Ledger.configOf(gateway) + settings, gateway.namespace().inside());
    try {
      ledger.awaitListening(gateway.interfaceName());
      return ledger;
    } catch (AssertionError e) {
      ledger.close();
      throw e;
    }
  }

  private static void signal(String name, ProcessHandle... processes) {
    for (ProcessHandle process : processes) {
      Command.of("kill", "-" + name, Long.toString(process.pid())).output();
    }
  }

  private static long told(Pattern pattern, String output) {
    return pattern.matcher(output).results().mapToLong(told -> Long.parseLong(told.group(1))).sum();
  }

  private static long logged(Ledger ledger) {
    Command.Result result = ledger.run("flows", "sql", "SELECT sum(packets) FROM flows", "--csv");
    return Long.parseLong(result.out().lines().skip(1).findFirst().orElseThrow());
  }

  /** By journal: one that lasts over an hour's end has two segments, which say the same. */
  private static Map<String, Map<String, String>> footers(Ledger ledger) {
    Map<String, Map<String, String>> footers = new HashMap<>();
    for (Path file : ledger.folder().files()) {
      if (file.toString().endsWith(".csv.gz")) {
        Map<String, String> footer = footer(file);
        footers.put(footer.get("journal"), footer);
      }
    }
    return footers;
  }

  private static Map<String, String> footer(Path segment) {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(segment)), StandardCharsets.UTF_8))) {
      lines = reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Matcher values = FOOTER_VALUE.matcher(lines.getLast());
    Map<String, String> footer = new HashMap<>();
    while (values.find()) {
      footer.put(values.group(1), values.group(2));
    }
    return footer;
  }

  private static long sum(String name, Map<String, Map<String, String>> footers) {
    return footers.values().stream().mapToLong(footer -> Long.parseLong(footer.get(name))).sum();
  }
}
