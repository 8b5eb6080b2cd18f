package org.vpnledger.flow.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.policy.Retention.Days;
import org.vpnledger.flow.policy.Retention.Gone;
import org.vpnledger.flow.policy.Retention.Turn;

final class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-29T07:00:00Z");
  private static final Days USUAL = new Days(7, 30, 30, 400);

  @TempDir Path root;

  private Path put(String name) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, "0123456789");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private Turn turn() {
    return new Retention(root, USUAL).turn(NOW);
  }

  @Test
  void an_hour_goes_when_it_has_been_over_for_so_many_days_whatever_its_files_times_are()
      throws IOException {
    Path old = put("flows/gateway=gw1/date=2026-10-30/hour=06/1.parquet");
    put("flows/gateway=gw1/date=2026-10-30/hour=06/rollup.parquet");
    put("flows/gateway=gw1/date=2026-10-30/hour=06/.2.parquet.tmp");
    Path kept = put("flows/gateway=gw1/date=2026-10-30/hour=07/3.parquet");
    Files.setLastModifiedTime(old, FileTime.from(NOW));
    Files.setLastModifiedTime(kept, FileTime.from(Instant.EPOCH));
    Turn turn = turn();
    assertThat(turn)
        .isEqualTo(
            new Turn(
                List.of(new Gone("flows/gateway=gw1/date=2026-10-30/hour=06", 3, 30)),
                false,
                List.of()));
    assertThat(files()).containsExactly("flows/gateway=gw1/date=2026-10-30/hour=07/3.parquet");
    assertThat(old.getParent()).doesNotExist();
    assertThat(turn().gone()).isEmpty();
  }

  @Test
  void each_data_set_has_its_own_time_and_0_is_for_ever() throws IOException {
    for (String dataset : List.of("flows", "dns", "totals")) {
      put(dataset + "/gateway=gw1/date=2026-10-01/hour=00/1.csv.zst");
    }
    Turn turn = new Retention(root, new Days(1, 0, 30, 400)).turn(NOW);
    assertThat(turn.gone())
        .extracting(Gone::path)
        .containsExactly("dns/gateway=gw1/date=2026-10-01/hour=00");
    assertThat(files()).hasSize(2);
    assertThat(root.resolve("dns/gateway=gw1/date=2026-10-01")).doesNotExist();
    assertThat(root.resolve("dns/gateway=gw1")).exists();
  }

  @Test
  void packet_logs_go_by_the_ns_in_their_names() throws IOException {
    Instant limit = NOW.minus(Duration.ofDays(7));
    long old = limit.minusSeconds(1).getEpochSecond();
    long young = limit.getEpochSecond();
    put("packets/" + old + "000000000.csv");
    put("packets/" + young + "000000000.csv");
    put("packets/notes.csv");
    put("packets/-1.csv");
    put("packets/9999999999999999999.csv");
    put("packets/" + old + "000000000.csv.bak");
    assertThat(turn().gone()).containsExactly(new Gone("packets/" + old + "000000000.csv", 1, 10));
    assertThat(files()).hasSize(5);
  }

  @Test
  void nothing_of_another_shape_is_touched() throws IOException {
    put("flows/gateway=gw1/date=2020-01-01/hour=24/1.parquet");
    put("flows/gateway=gw1/date=2020-13-01/hour=00/1.parquet");
    put("flows/gateway=gw1/date=2020-01-01/1.parquet");
    put("flows/gateway=gw1/date=2020-01-01/hour=00/folder/1.parquet");
    put("flows/gw1/date=2020-01-01/hour=00/1.parquet");
    put("flows/1.parquet");
    put("other/gateway=gw1/date=2020-01-01/hour=00/1.parquet");
    put("open/flows-1.csv");
    put("keys/hash.key");
    put(".uploaded");
    List<String> before = files();
    assertThat(turn()).isEqualTo(new Turn(List.of(), false, List.of()));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void no_link_is_followed_wherever_it_is() throws IOException {
    Path outside = Files.createTempDirectory("outside");
    Path precious = outside.resolve("hour=00/1.parquet");
    Files.createDirectories(precious.getParent());
    Files.writeString(precious, "precious");
    Path packets = Files.writeString(outside.resolve("1000000000000000000.csv"), "precious");
    Files.createDirectories(root.resolve("flows/gateway=gw1/date=2020-01-02/hour=05"));
    Files.createSymbolicLink(root.resolve("flows/gateway=gw1/date=2020-01-01"), outside);
    Files.createSymbolicLink(
        root.resolve("flows/gateway=gw1/date=2020-01-02/hour=00"), precious.getParent());
    Files.createSymbolicLink(
        root.resolve("flows/gateway=gw1/date=2020-01-02/hour=05/1.parquet"), precious);
    Files.createSymbolicLink(root.resolve("flows/gateway=gw2"), outside);
    Files.createSymbolicLink(root.resolve("packets"), outside);
    Files.createSymbolicLink(root.resolve("dns"), outside);
    assertThat(turn()).isEqualTo(new Turn(List.of(), false, List.of()));
    assertThat(precious).hasContent("precious");
    assertThat(packets).hasContent("precious");
  }

  @Test
  void a_turn_is_bounded_and_the_next_goes_on_with_the_oldest_first() throws IOException {
    for (int day = 10; day < 20; day++) {
      put("flows/gateway=gw1/date=2026-01-" + day + "/hour=00/1.parquet");
      put("flows/gateway=gw1/date=2026-01-" + day + "/hour=00/2.parquet");
    }
    Retention retention = new Retention(root, USUAL, 7);
    Turn first = retention.turn(NOW);
    assertThat(first.more()).isTrue();
    assertThat(first.gone()).hasSize(4).extracting(Gone::files).containsExactly(2, 2, 2, 1);
    assertThat(first.gone().getFirst().path()).contains("2026-01-10");
    assertThat(retention.turn(NOW).more()).isTrue();
    assertThat(retention.turn(NOW).more()).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void where_nothing_was_logged_there_is_nothing_to_do() {
    assertThat(new Retention(root.resolve("absent"), USUAL).turn(NOW))
        .isEqualTo(new Turn(List.of(), false, List.of()));
  }
}
