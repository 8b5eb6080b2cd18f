package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;
import org.vpnledger.vpn.PeerKey;

/** Which errand may start when. */
class WindowTest {
  private final Window window = new Window(0);

  private void add(long seq, @Nullable PeerKey peer) {
    EventRow row = new EventRow(seq, Scripts.event(EventType.ONLINE, peer, null));
    PeerVariables.Facts facts = new PeerVariables.Facts("", java.util.List.of(), null, null);
    window.add(Errand.of(row, facts, 0), 0);
    window.loadedUpTo(seq);
  }

  private Errand next(long now) {
    return Objects.requireNonNull(window.next(now));
  }

  @Test
  void a_peers_next_errand_waits_for_the_one_before_and_for_its_retries() {
    add(1, Scripts.peer(1));
    add(2, Scripts.peer(1));
    Errand first = next(0);
    assertThat(window.next(0)).isNull();
    assertThat(window.nanosUntilNext(0)).isNull();
    window.again(first, first.triedAgain(), 100);
    assertThat(window.next(99)).isNull();
    assertThat(window.nanosUntilNext(99)).isEqualTo(1);
    Errand again = next(100);
    assertThat(again.attempts()).isEqualTo(1);
    window.settle(again);
    assertThat(next(100).seq()).isEqualTo(2);
  }

  @Test
  void everything_before_the_first_unsettled_event_is_settled() {
    add(1, Scripts.peer(1));
    add(2, Scripts.peer(2));
    window.loadedUpTo(9);
    Errand first = next(0);
    window.settle(next(0));
    assertThat(window.settled()).isZero();
    window.settle(first);
    assertThat(window.settled()).isEqualTo(9);
    assertThat(window.size()).isZero();
  }

  @Test
  void errands_of_no_peer_wait_for_none() {
    add(1, null);
    add(2, null);
    assertThat(next(0).seq()).isEqualTo(1);
    assertThat(next(0).seq()).isEqualTo(2);
  }

  @Test
  void whatever_happens_each_errand_is_settled_once_and_no_peer_has_two_at_once() {
    Random random = new Random(6);
    Map<Errand.Line, Errand> running = new HashMap<>();
    Map<PeerKey, Long> last = new HashMap<>();
    int settled = 0;
    long seq = 0;
    for (long now = 0; settled < 2_000; now++) {
      if (seq < 2_000 && random.nextBoolean()) {
        add(++seq, Scripts.peer(random.nextInt(20)));
      }
      Errand taken = random.nextBoolean() ? window.next(now) : null;
      if (taken != null) {
        assertThat(running.put(taken.line(), taken)).isNull();
      }
      if (!running.isEmpty() && random.nextBoolean()) {
        Errand ended = running.values().iterator().next();
        running.remove(ended.line());
        assertThat(window.holds(ended)).isTrue();
        if (random.nextInt(4) == 0) {
          window.again(ended, ended.triedAgain(), now + random.nextInt(5));
        } else {
          window.settle(ended);
          settled++;
          Long before = last.put(Objects.requireNonNull(ended.line().peer()), ended.seq());
          assertThat(before == null || before < ended.seq()).isTrue();
        }
      }
    }
    assertThat(window.settled()).isEqualTo(2_000);
  }
}
