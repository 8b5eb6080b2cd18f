package org.vpnledger.flow.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.decode.Packets;
import org.vpnledger.spool.Spool;

final class PacketLogTest {
  @TempDir Path folder;
  private final List<String> finished = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private Instant now = Instant.ofEpochSecond(1_764_400_000);

  private PacketLog log(long rows) throws IOException {
    return new PacketLog(
        new Spool(folder, Spool::usual),
        "",
        new Rotation(rows, Duration.ofMinutes(5)),
        () -> now,
        file -> finished.add(file.name()),
        problems::add);
  }

  private static void write(PacketLog log, int packets) {
    for (int i = 0; i < packets; i++) {
      log.packet(Packets.udp(i, "10.8.0.2", 1000 + i, "192.0.2.1", 53, 100));
    }
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private long open() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("open"))) {
      return files.count();
    }
  }

  @Test
  void a_file_is_finished_after_so_many_packets_and_named_by_the_ns_of_its_beginning()
      throws IOException {
    try (PacketLog log = log(3)) {
      write(log, 7);
      log.awaitFinished();
      assertThat(finished).containsExactly("1764400000000000000.csv", "1764400000000000001.csv");
      assertThat(open()).isEqualTo(1);
    }
    assertThat(finished).hasSize(3);
    assertThat(lines(finished.getFirst()))
        .containsExactly(
            PacketLines.HEADER,
            "10.8.0.2,1000,192.0.2.1,53,17,100,0,",
            "10.8.0.2,1001,192.0.2.1,53,17,100,1,",
            "10.8.0.2,1002,192.0.2.1,53,17,100,2,");
    assertThat(lines(finished.getLast())).hasSize(2);
    assertThat(open()).isZero();
    assertThat(problems).isEmpty();
  }

  @Test
  void or_after_the_interval_and_without_packets_there_is_no_file() throws IOException {
    try (PacketLog log = log(1000)) {
      now = now.plusSeconds(400);
      log.tick();
      assertThat(finished).isEmpty();
      write(log, 1);
      now = now.plusSeconds(299);
      log.tick();
      assertThat(finished).isEmpty();
      now = now.plusSeconds(1);
      log.tick();
      log.awaitFinished();
      assertThat(finished).hasSize(1);
    }
    assertThat(finished).hasSize(1);
  }

  @Test
  void what_a_killed_process_left_is_finished_by_the_next_one_without_its_torn_line()
      throws IOException {
    PacketLog killed = log(1000);
    write(killed, 3);
    killed.tick();
    try (Stream<Path> files = Files.list(folder.resolve("open"))) {
      Files.writeString(files.findFirst().orElseThrow(), "10.8.0.2,10", StandardOpenOption.APPEND);
    }
    try (PacketLog next = log(1000)) {
      next.awaitFinished();
      assertThat(finished).containsExactly("1764400000000000000.csv");
      assertThat(lines(finished.getFirst())).hasSize(4);
      write(next, 1); // in the same ns: it gets another name
    }
    assertThat(finished).containsExactly("1764400000000000000.csv", "1764400000000000001.csv");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_finished_is_told_of_and_left_for_another_try() throws IOException {
    Files.writeString(folder.resolve("packets"), "in the way of the folder");
    Spool spool = new Spool(folder, Spool::usual);
    Rotation rotation = new Rotation(2, Duration.ofMinutes(5));
    try (PacketLog log =
        new PacketLog(spool, "packets/", rotation, () -> now, _ -> {}, problems::add)) {
      write(log, 2);
      log.awaitFinished();
      assertThat(log.unfinished()).contains("packets-1764400000000000000.csv is not finished yet");
      assertThat(log.trouble()).isNull(); // packets are logged nevertheless
      assertThat(log.lost()).isZero();
    }
    assertThat(problems).hasSize(1);
    assertThat(open()).isEqualTo(1);
  }

  @Test
  void one_that_was_killed_before_its_first_line_leaves_nothing() throws IOException {
    Files.createDirectories(folder.resolve("open"));
    Files.writeString(folder.resolve("open/packets-5.csv"), "src,src_po");
    Files.writeString(folder.resolve("open/packets-mine.csv"), "not ours");
    try (PacketLog log = log(10)) {
      log.awaitFinished();
      assertThat(finished).isEmpty();
      assertThat(Files.exists(folder.resolve("open/packets-5.csv"))).isFalse();
      assertThat(Files.exists(folder.resolve("open/packets-mine.csv"))).isTrue();
    }
  }
}
