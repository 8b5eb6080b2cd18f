package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures agree with one another, whichever way they are asked for. */
class UsageTest {
  // Alice: 119 minutes, a counter that began again, 180 minutes; Bob: 60 minutes, then nothing.
  private static final long RX = (119 + 180) * 1_000_000L + 60 * 2_000L;
  private static final long TX = (119 + 180) * 10_000_000L + 60 * 30_000L;

  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_the_ledger() {
    user = new Prompt(folder).at(SmallLedger.END.toString());
    SmallLedger.write(user.data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usage --by hour",
        "usage --by day",
        "usage --by week",
        "usage --by month",
        "usage --by peer",
        "usage --by hour --per-peer",
        "usage --by week --per-peer",
        "export",
        "export --by hour",
        "export --by month",
        "top"
      })
  void every_way_gives_the_same_sum(String command) {
    assertThat(sum(command, "rx_bytes")).isEqualTo(RX);
    assertThat(sum(command, "tx_bytes")).isEqualTo(TX);
    assertThat(sum(command, "total_bytes")).isEqualTo(RX + TX);
    assertThat(sum(command, "carried_in_rx_bytes")).isEqualTo(5_000_000_000L);
  }

  @Test
  void a_client_is_found_by_any_part_of_its_name_or_key() {
    for (String text : List.of("alice", "LIC", "QWxpY2VBbGlj", SmallLedger.ALICE.text())) {
      assertThat(rows("usage " + text + " --by peer"))
          .hasSize(2)
          .last()
          .asString()
          .contains("Alice");
    }
    assertThat(user.run("usage", "i").code()).isEqualTo(1); // Alice, and in the others' keys
    assertThat(user.calledAs("wg-stats").run("usage", "i", "--by", "peer").code()).isZero();
  }

  @Test
  void the_night_of_the_clock_change_has_no_hour_two() {
    List<String> hours =
        rows("usage --by hour").stream().skip(1).map(row -> row.substring(0, 16)).toList();
    assertThat(hours)
        .containsExactly(
            "2026-03-28 23:00",
            "2026-03-29 00:00",
            "2026-03-29 01:00",
            "2026-03-29 03:00",
            "2026-03-29 04:00",
            "2026-03-29 05:00");
  }

  @Test
  void periods_before_the_ledger_are_left_out_unless_asked_for() {
    assertThat(rows("usage")).hasSize(1 + 2);
    assertThat(rows("usage --by month")).hasSize(1 + 1);
    assertThat(rows("usage --last 30d")).hasSize(1 + 2);
    assertThat(rows("usage --from 2026-03-01")).hasSize(1 + 29);
    user.at("2026-03-31T12:00:00Z"); // nothing moved since, which is shown: the ledger was there
    assertThat(rows("usage")).hasSize(1 + 4);
    assertThat(rows("usage --by hour")).hasSize(1 + 24);
  }

  @Test
  void an_end_alone_asks_about_the_time_before_it() {
    user.at("2026-11-20T12:00:00Z");
    assertThat(rows("usage --to 2026-03-28")).hasSize(1 + 1).last().asString().contains("03-28");
    assertThat(rows("top --to 2026-03-31")).hasSizeGreaterThan(2);
    assertThat(rows("sessions --to 2026-03-29")).hasSizeGreaterThan(2);
  }

  private List<String> rows(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add("--csv");
    Prompt.Answer answer = user.run(words.toArray(String[]::new));
    assertThat(answer.err()).isEmpty();
    return answer.out().lines().toList();
  }

  private long sum(String command, String field) {
    List<String> rows = rows(command);
    int column = List.of(rows.getFirst().split(",")).indexOf(field);
    return rows.stream().skip(1).mapToLong(row -> Long.parseLong(row.split(",")[column])).sum();
  }
}
