package org.vpnledger.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.ledger.State;
import org.vpnledger.live.FlowWork;
import org.vpnledger.live.Gateway;
import org.vpnledger.live.Happenings;
import org.vpnledger.live.LedgerWork;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.Totals;
import org.vpnledger.vpn.Moment;

class FlowVerdictTest {
  private static final Moment NOW = new Moment(Instant.parse("2026-03-01T10:00:00Z"), 0, "boot");

  private static List<String> problems(@Nullable FlowWork flows) {
    Snapshot snapshot =
        new Snapshot(
            NOW,
            NOW,
            new Gateway("gw1", "id", ZoneOffset.UTC, NOW.wall()),
            true,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            State.EMPTY,
            Set.of(),
            List.of(),
            Totals.NONE,
            Happenings.NONE,
            LedgerWork.NONE,
            true,
            Map.of(),
            List.of(),
            null,
            Map.of(),
            flows);
    return Verdict.of(snapshot, NOW, Set.of(), null).problems().stream()
        .map(Verdict.Problem::message)
        .toList();
  }

  private static FlowWork work(List<String> problems, FlowWork.@Nullable Upload upload) {
    return new FlowWork(1, Map.of("wg0", 9L), 0, 0, 0, Map.of(), problems, upload, null);
  }

  private static FlowWork.Upload upload(Duration age, @Nullable String trouble) {
    return new FlowWork.Upload(2, 10, NOW.wall().minus(age), 0, 0, 3, 0, trouble);
  }

  @Test
  void what_is_the_matter_with_the_flow_log_is_told_and_what_was_dropped_before_is_not() {
    assertThat(problems(null)).isEmpty();
    assertThat(problems(work(List.of(), null))).isEmpty();
    assertThat(problems(work(List.of("wg0: needs CAP_NET_RAW"), null)))
        .containsExactly("the flow log: wg0: needs CAP_NET_RAW");
  }

  @Test
  void a_store_that_is_away_becomes_a_problem_when_files_have_waited_for_a_quarter_of_an_hour() {
    assertThat(problems(work(List.of(), upload(Duration.ofMinutes(15), "refused")))).isEmpty();
    assertThat(problems(work(List.of(), upload(Duration.ofMinutes(16), null)))).isEmpty();
    assertThat(problems(work(List.of(), upload(Duration.ofMinutes(16), "refused"))))
        .containsExactly("the flow log: 2 files cannot be uploaded: refused");
  }
}
