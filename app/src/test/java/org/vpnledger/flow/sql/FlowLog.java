package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A flow log in a folder of a test's own, made of seeded flows. */
final class FlowLog {
  static final Instant DAY = Instant.parse("2026-01-31T00:00:00Z");
  static final String ALICE = "QUxJQ0VBTElDRUFMSUNFQUxJQ0VBTElDRUFMSUNFQUE=";
  static final String BOB = "Qk9CQk9CQk9CQk9CQk9CQk9CQk9CQk9CQk9CQk9CQk8=";

  final Path root;
  private long next = 1_769_817_600_000_000_001L;

  FlowLog(Path root) {
    this.root = root;
  }

  static long ns(String time) {
    Instant at = Instant.parse(time);
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /** A journal of those lines, each to be ended; the header is added. */
  Path journal(Dataset dataset, List<String> lines) throws IOException {
    Path file = root.resolve("open/" + dataset.folder() + "-" + next++ + ".csv");
    Files.createDirectories(root.resolve("open"));
    Files.writeString(
        file,
        dataset.header() + "\n" + String.join("", lines.stream().map(l -> l + "\n").toList()));
    return file;
  }

  Sealing.Sealed seal(Path journal, Dataset dataset, Format format) throws IOException {
    return new Sealing(root)
        .seal(journal, dataset, format, Map.of("captured", "12", "dropped", "0"));
  }

  FlowAnswers ask() throws IOException {
    return ask(DAY, DAY.plusSeconds(86400));
  }

  FlowAnswers ask(Instant from, Instant to) throws IOException {
    return FlowAnswers.open(new LocalFlowFiles(root), from, to);
  }

  /** All rows of an answer, their values divided by a bar. */
  static List<String> lines(Answer answer) {
    List<String> lines = new ArrayList<>();
    for (List<@Nullable Object> row : answer.rows()) {
      lines.add(
          String.join(
              "|", row.stream().map(value -> value == null ? "-" : value.toString()).toList()));
    }
    return lines;
  }

  List<String> sql(String select) throws IOException {
    try (FlowAnswers answers = ask()) {
      return lines(answers.sql(select));
    }
  }

  static String flow(
      String time,
      String peer,
      String name,
      String direction,
      String src,
      int srcPort,
      String dst,
      int dstPort,
      String host,
      long packets,
      long bytes) {
    return "%d,%d,gw1,wg0,%s,%s,%s,6,%s,%d,%s,%d,%s,%d,%d,27"
        .formatted(
            ns(time),
            ns(time) + 5,
            peer,
            name,
            direction,
            src,
            srcPort,
            dst,
            dstPort,
            host,
            packets,
            bytes);
  }

  /** Flows at random, of some peers, hosts, ports and protocols, within those hours of the day. */
  static List<String> random(long seed, int count, int firstHour, int hours) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    long from = ns("2026-01-31T00:00:00Z") + firstHour * HourFolder.HOUR_NS;
    for (int i = 0; i < count; i++) {
      int peer = random.nextInt(5);
      boolean rx = random.nextBoolean();
      int host = random.nextInt(6);
      String inner =
          "10.8.0."
              + (peer + 2)
              + ","
              + (random.nextInt(20) == 0 ? "" : 30000 + random.nextInt(30000));
      String outer =
          "198.51.100." + host + "," + List.of("443", "53", "40000", "8080").get(random.nextInt(4));
      long start = from + (long) (random.nextDouble() * hours * HourFolder.HOUR_NS);
      lines.add(
          String.join(
              ",",
              String.valueOf(start),
              String.valueOf(start + random.nextInt(1_000_000_000)),
              "gw" + random.nextInt(2),
              "wg0",
              peer == 4 ? "" : "key" + peer,
              peer == 3 ? "" : "\"Peer, \"\"" + peer + "\"\"\"",
              rx ? "rx" : "tx",
              List.of("6", "17", "1").get(random.nextInt(3)),
              rx ? inner : outer,
              rx ? outer : inner,
              host == 0 ? "" : "host" + host + ".example.com",
              String.valueOf(1 + random.nextInt(100)),
              String.valueOf(60 + random.nextInt(1_000_000)),
              "27"));
    }
    return lines;
  }
}
