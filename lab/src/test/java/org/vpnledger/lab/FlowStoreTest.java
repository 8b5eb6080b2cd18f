package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vpnledger.flow.sql.Dataset;

/** The daemon's flow log in a real store, and questions about what is there. */
@RequiresLab
@Timeout(300)
final class FlowStoreTest {
  private static final Duration LONG = Duration.ofSeconds(100);
  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** The keys below a ledger's prefix, with the sizes of the objects. */
  private static Map<String, Integer> stored(FlowingLedger ledger) {
    Map<String, Integer> stored = new HashMap<>();
    server
        .objects()
        .forEach((key, content) -> {
          if (key.startsWith(ledger.prefix())) {
            stored.put(key.substring(ledger.prefix().length()), content.length);
          }
        });
    return stored;
  }

  private static List<String> segmentsHere(FlowingLedger ledger) {
    Path flows = ledger.flows().resolve("flows");
    if (!Files.isDirectory(flows)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(flows)) {
      return all.filter(file -> file.toString().endsWith(".parquet"))
          .map(file -> ledger.flows().relativize(file).toString())
          .filter(name -> !name.contains("/."))
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of("changing");
    }
  }

  private static List<Integer> ports(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }

  private static void awaitPorts(FlowingLedger ledger, List<Integer> wanted) {
    Eventually.see(
        "flows are there, each once: " + wanted.size(),
        LONG,
        ledger::ports,
        seen -> seen.equals(wanted));
  }

  private static void awaitUploaded(FlowingLedger ledger) {
    Eventually.see(
        "all that is finished is in the store",
        LONG,
        () -> segmentsHere(ledger) + " " + stored(ledger).keySet() + ledger.output(),
        _ -> stored(ledger).keySet().containsAll(segmentsHere(ledger)));
  }

  /** As a daemon leaves it that is killed: rows of that time, from a port each. */
  private static void leaveJournal(FlowingLedger ledger, Instant time, int firstPort, int count)
      throws IOException {
    long ns = time.getEpochSecond() * 1_000_000_000L;
    StringBuilder rows = new StringBuilder(Dataset.FLOWS.header()).append('\n');
    for (int i = 0; i < count; i++) {
      rows.append(
          "%d,%d,berlin,lo,,,rx,17,127.9.0.1,%d,127.9.0.2,7777,,1,100,0\n"
              .formatted(ns + i, ns + i + 5, firstPort + i));
    }
    Path open = Files.createDirectories(ledger.flows().resolve("open"));
    Files.writeString(open.resolve("flows-" + ns + ".csv"), rows);
  }

  @Test
  void what_is_kept_here_and_uploaded_answers_the_same_from_both_and_each_flow_counts_once()
      throws IOException {
    try (FlowingLedger ledger = new FlowingLedger(server, server.port(), "keep")) {
      ledger.start();
      ledger.send(20_000, 300);
      awaitPorts(ledger, ports(20_000, 300));
      ledger.stop();
      ledger.start(); // what was still open is finished and uploaded
      awaitUploaded(ledger);
      assertThat(segmentsHere(ledger)).isNotEmpty();

      String none = Files.createDirectory(ledger.folder().resolve("none")).toString();
      for (List<String> question :
          List.of(
              List.of("top", "--json"),
              List.of("top", "--by", "port", "--csv"),
              List.of("talkers", "--csv"),
              List.of("search", "127.9.0.1", "--csv"),
              List.of("sql", "SELECT count(*), sum(bytes) FROM flows", "--csv"))) {
        Command.Result here = ledger.ask(question.toArray(String[]::new));
        assertThat(here.exitCode()).as("%s", here).isZero();
        for (List<String> how :
            List.of(List.of("--from-store"), List.of("--from-store", "--flow-dir", none))) {
          List<String> words = new ArrayList<>(question);
          words.addAll(how);
          assertThat(ledger.ask(words.toArray(String[]::new))).isEqualTo(here);
        }
      }
    }
  }

  @Test
  void an_hour_that_is_over_goes_to_the_store_with_its_sums_and_what_is_wrong_is_one_line()
      throws IOException {
    try (FlowingLedger ledger = new FlowingLedger(server, server.port(), "remove")) {
      leaveJournal(ledger, Instant.now().minus(Duration.ofHours(4)), 30_000, 200);
      ledger.start();
      awaitSums(ledger);
      assertThat(stored(ledger).keySet()).anyMatch(key -> key.endsWith("/rollup.parquet"));
      awaitPorts(ledger, ports(30_000, 200));
      assertThat(ledger.ask("top", "--by", "protocol", "--csv", "--from-store").out())
          .contains("udp")
          .contains(",200,");

      assertProblem(
          ledger.ask(Map.of("AWS_SECRET_ACCESS_KEY", "Wrong5ecret"), "top", "--from-store"),
          "SignatureDoesNotMatch: the secret key is wrong");
      assertProblem(
          ledger.ask(Map.of("VPNLEDGER_FLOW_S3_BUCKET", "no-such"), "top", "--from-store"),
          "there is no such bucket");
      assertProblem(
          ledger.ask(
              Map.of("VPNLEDGER_FLOW_S3_ENDPOINT", "http://127.0.0.1:" + FreePort.find()),
              "top",
              "--from-store"),
          "nobody listens there");
      assertProblem(
          ledger.ask(Map.of("AWS_ACCESS_KEY_ID", ""), "search", "x", "--from-store"),
          "no credentials: set AWS_ACCESS_KEY_ID");
      Command.Result here = ledger.ask("top", "--by", "protocol", "--csv");
      assertThat(here.out()).contains("udp").contains(",200,");
      assertThat(here.err()).contains("--from-store counts all");
    }
  }

  /** An hour is over: its segment is in the store alone, its sums are there and here. */
  private static void awaitSums(FlowingLedger ledger) {
    Eventually.see(
        "segment and sums are in the store, and only the sums here",
        LONG,
        () -> stored(ledger).keySet() + " " + segmentsHere(ledger) + ledger.output(),
        _ ->
            stored(ledger).size() == 2
                && segmentsHere(ledger).stream().allMatch(name -> name.endsWith("rollup.parquet"))
                && stored(ledger).keySet().containsAll(segmentsHere(ledger)));
  }

  private static void assertProblem(Command.Result answer, String text) {
    assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).startsWith("vpnledger: ").contains(text).doesNotContain("Wrong5");
  }

  @Test
  void outages_a_slow_line_and_sudden_ends_lose_nothing_finished_and_upload_nothing_twice() {
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        FlowingLedger ledger = new FlowingLedger(server, wire.port(), "remove")) {
      ledger.start();
      ledger.send(20_000, 200);
      server.stop();
      ledger.send(21_000, 200);
      Eventually.see(
          "it is told", LONG, ledger::output, output -> output.contains("flows: uploading: "));
      server.restart();
      wire.turn(UnsteadyWire.Mood.SLOW);
      ledger.send(22_000, 200);
      Eventually.see("all is logged", LONG, () -> ledger.ports().size(), seen -> seen == 600);
      ledger.kill9();
      ledger.start();
      ledger.send(23_000, 200);
      Eventually.see("all is logged", LONG, () -> ledger.ports().size(), seen -> seen == 800);
      ledger.kill9(); // amid sealing or uploading, perhaps
      wire.turn(UnsteadyWire.Mood.STEADY);
      ledger.start();
      awaitUploaded(ledger);
      assertThat(ledger.ports())
          .containsExactlyElementsOf(
              Stream.of(20_000, 21_000, 22_000, 23_000)
                  .flatMap(first -> ports(first, 200).stream())
                  .toList());
      assertThat(stored(ledger).keySet()).noneMatch(key -> key.contains("~"));
      assertThat(ledger.output()).doesNotContain("another object has that key");
    }
  }

  @Test
  void a_full_disk_costs_nothing_that_was_finished_and_it_goes_on_when_there_is_room()
      throws IOException {
    try (Folder disk = Folder.create()) {
      Command.of("mount", "-t", "tmpfs", "-o", "size=6m", "vpnl-full", disk.path().toString())
          .output();
      try (FlowingLedger ledger = new FlowingLedger(server, server.port(), "remove", disk.path())) {
        ledger.start();
        ledger.send(20_000, 300);
        awaitPorts(ledger, ports(20_000, 300));
        fill(disk.resolve("filler"));
        ledger.send(21_000, 300);
        Eventually.see(
            "it is told", LONG, ledger::output, output -> output.contains("No space left"));
        Files.delete(disk.resolve("filler"));
        Eventually.pause(Duration.ofSeconds(3));
        ledger.send(22_000, 300);
        Eventually.see(
            "what is logged now is there",
            LONG,
            ledger::ports,
            seen -> seen.containsAll(ports(22_000, 300)));
        ledger.stop();
        ledger.start();
        awaitUploaded(ledger);
        assertThat(ledger.ports())
            .doesNotHaveDuplicates()
            .containsAll(ports(20_000, 300))
            .containsAll(ports(22_000, 300));
        assertThat(stored(ledger).keySet()).noneMatch(key -> key.contains("~"));
      } finally {
        Command.of("umount", "-l", disk.path().toString()).output();
      }
    }
  }

  private static void fill(Path file) {
    try (var out = Files.newOutputStream(file)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void what_is_kept_no_longer_goes_without_an_upload_and_holds_up_no_other() throws IOException {
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        FlowingLedger ledger = new FlowingLedger(server, wire.port(), "remove")) {
      wire.turn(UnsteadyWire.Mood.BUSY);
      leaveJournal(ledger, Instant.now().minus(Duration.ofDays(40)), 30_000, 200);
      leaveJournal(ledger, Instant.now().minus(Duration.ofHours(4)), 31_000, 200);
      ledger.start();
      Eventually.see(
          "it is told", LONG, ledger::output, output -> output.contains("flows: uploading: "));
      Eventually.holds(
          "the old hour is gone",
          LONG,
          () -> segmentsHere(ledger).size() == 2); // the other's segment and sums
      wire.turn(UnsteadyWire.Mood.STEADY);
      awaitSums(ledger);
      assertThat(ledger.ports()).isEqualTo(ports(31_000, 200));
    }
  }

  @Test
  void wiretap_uploads_files_as_wg_wiretap_does_by_its_flags_and_variables() throws IOException {
    try (Folder folder = Folder.create();
        FlowingLedger traffic = new FlowingLedger(server, server.port(), "remove")) {
      Background wiretap =
          Background.start(
              List.of(
                  Surroundings.launcher().toString(),
                  "--data-dir",
                  folder.resolve("data").toString(),
                  "wiretap",
                  "--iface",
                  "lo",
                  "--storage-bucket",
                  S3Server.BUCKET,
                  "--storage-endpoint",
                  "http://127.0.0.1:" + server.port(),
                  "--storage-region",
                  "us-east-1",
                  "--max-packets-per-log",
                  "100",
                  "--packet-log-interval",
                  "5",
                  "--filter",
                  "udp and net 127.9.0.0/16"),
              server.credentials(),
              folder.resolve("wiretap.log"));
      try {
        Eventually.see(
            "it listens", LONG, wiretap::output, output -> output.contains("lo: listening"));
        traffic.send(20_000, 250);
        Eventually.holds("two files are full", LONG, () -> packetFiles().size() == 2);
        assertThat(wiretap.end(Duration.ofSeconds(30))).hasValue(0);
      } finally {
        wiretap.close();
      }
      Map<String, String> files = packetFiles();
      assertThat(files).as(wiretap.output()).hasSize(3);
      List<String> lines = new ArrayList<>();
      files.forEach((name, content) -> {
        List<String> all = content.lines().toList();
        assertThat(all.getFirst())
            .isEqualTo("src,src_port,dst,dst_port,l3_protocol,size,timestamp,dns");
        long began = Long.parseLong(name.substring(0, name.length() - ".csv".length()));
        for (String line : all.subList(1, all.size())) {
          assertThat(line).matches("127\\.9\\.0\\.1,\\d+,127\\.9\\.0\\.2,7777,17,\\d+,\\d{19},");
          assertThat(Long.parseLong(line.split(",", -1)[6]) - began)
              .isBetween(-1_000_000_000L, 60_000_000_000L);
          lines.add(line.split(",", -1)[1]);
        }
      });
      assertThat(lines.stream().map(Integer::valueOf).toList()).isEqualTo(ports(20_000, 250));
      assertThat(files.values().stream().map(file -> file.lines().count()))
          .containsExactly(101L, 101L, 51L);
    }
  }

  /** Objects named {@code <ns>.csv} at the bucket's top, by name. */
  private static Map<String, String> packetFiles() {
    Map<String, String> files = new TreeMap<>();
    server
        .objects()
        .forEach((key, content) -> {
          if (key.matches("\\d{19}\\.csv")) {
            files.put(key, new String(content, StandardCharsets.UTF_8));
          }
        });
    return files;
  }
}
