package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

/**
 * Over any history of crashes, resets and gaps, the booked usage equals the true traffic that the
 * counters showed. A failure names its seed; {@code -Dhistory.seed=N} runs that one alone.
 */
class HistoryTest {
  private static final int HISTORIES = 4000;

  /** One bucket, of a peer or of the tunnel. */
  private record Slot(@Nullable PeerKey peer, Resolution resolution, Instant start) {}

  @Test
  void whatever_happens_the_ledger_books_what_the_counters_showed() {
    Long only = Long.getLong("history.seed");
    for (long seed = only == null ? 0 : only;
        seed < (only == null ? HISTORIES : only + 1);
        seed++) {
      try {
        History probed = new History(seed, true).run();
        check(probed);
        checkHandshakesCountNothing(probed, new History(seed, false).run());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("history.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void check(History history) {
    Map<Slot, Amount> closed = closed(history);
    Duration longestGap = longestGap(history);
    for (PeerState peer : history.tunnel().peers().values()) {
      Counters truth = history.truth().usage.getOrDefault(peer.key().text(), Counters.ZERO);
      for (Resolution resolution : Resolution.values()) {
        if (isExact(resolution, longestGap)) {
          assertThat(booked(closed, peer.key(), resolution, peer.sums()))
              .as("%s of %s", resolution, peer.key())
              .isEqualTo(truth);
        }
      }
      assertThat(readings(history, peer)).isEqualTo(truth);
      assertThat(peer.session() != null && peer.session().isOpen())
          .isEqualTo(peer.liveness().online());
    }
    checkTunnel(history, closed);
    checkCarriedIn(history);
    if (history.isCalm()) {
      checkPlaces(history);
    }
  }

  /**
   * Seeing handshakes as they happen changes who is there, and when; of bytes it changes nothing.
   */
  private static void checkHandshakesCountNothing(History probed, History unprobed) {
    assertThat(ofCounters(probed)).isEqualTo(ofCounters(unprobed));
    assertThat(probed.tunnel().sums()).isEqualTo(unprobed.tunnel().sums());
    assertThat(probed.tunnel().lastRead()).isEqualTo(unprobed.tunnel().lastRead());
    checkComingAndGoing(probed);
    checkComingAndGoing(unprobed);
  }

  private static List<Object> ofCounters(History history) {
    List<Object> told = new ArrayList<>();
    for (Entry entry : history.told().entries()) {
      switch (entry) {
        case Entry.BucketClosed _, Entry.CarriedIn _, Entry.ReadingTaken _ -> told.add(entry);
        case Entry.Happened(Event event) -> {
          switch (event.type()) {
            case ONLINE, OFFLINE, ROAMED, SHARED_KEY -> {}
            default ->
                told.add(
                    event.type() + " " + event.peer() + event.happenedAt() + event.noticedAt());
          }
        }
        case Entry.TunnelSaved _,
            Entry.PeerSaved _,
            Entry.SessionSaved _,
            Entry.FindingTaken _,
            Entry.NameChanged _,
            Entry.AllowedIpsChanged _ -> {}
      }
    }
    return told;
  }

  /** Nobody comes who is there, and nobody goes who is not. */
  private static void checkComingAndGoing(History history) {
    Set<PeerKey> online = new HashSet<>();
    history
        .told()
        .events()
        .forEach(event -> {
          PeerKey peer = event.peer();
          if (peer == null) {
            return;
          }
          switch (event.type()) {
            case ONLINE -> assertThat(online.add(peer)).as("comes twice: %s", event).isTrue();
            case OFFLINE -> assertThat(online.remove(peer)).as("was gone: %s", event).isTrue();
            case REMOVED -> online.remove(peer);
            default -> {}
          }
        });
    Set<PeerKey> there = new HashSet<>();
    for (PeerState peer : history.tunnel().peers().values()) {
      if (peer.liveness().online()) {
        there.add(peer.key());
      }
    }
    assertThat(online).isEqualTo(there);
  }

  /** By the wall clock, which histories put off by at most four hours between two reads. */
  private static Duration longestGap(History history) {
    return history.told().all(EventType.GAP).stream()
        .map(gap -> Duration.between(gap.happenedAt(), gap.noticedAt()).plusHours(4))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Over a gap five minutes are not known, over a long one hours, over a very long one days. */
  private static boolean isExact(Resolution resolution, Duration longestGap) {
    return switch (resolution) {
      case FIVE_MINUTES -> longestGap.isZero();
      case HOUR -> longestGap.compareTo(Spread.HOURS_WITHIN) <= 0;
      case DAY -> longestGap.compareTo(Spread.DAYS_WITHIN) <= 0;
      case MONTH -> true;
    };
  }

  private static Map<Slot, Amount> closed(History history) {
    Map<Slot, Amount> closed = new HashMap<>();
    Map<Slot, Bucket> buckets = new HashMap<>();
    for (Entry entry : history.told().entries()) {
      if (entry instanceof Entry.BucketClosed bucket) {
        Slot slot = new Slot(bucket.peer(), bucket.resolution(), bucket.bucket().start());
        boolean again = closed.put(slot, bucket.amount().plus(of(closed, slot))) != null;
        assertThat(again && !history.wasPutBack()).as("closed twice: %s", bucket).isFalse();
        Bucket before = buckets.put(slot, bucket.bucket());
        assertThat(before == null || before.equals(bucket.bucket())).isTrue();
      }
    }
    return closed;
  }

  private static Amount of(Map<Slot, Amount> closed, Slot slot) {
    return closed.getOrDefault(slot, Amount.ZERO);
  }

  private static Counters booked(
      Map<Slot, Amount> closed, @Nullable PeerKey peer, Resolution resolution, Sums open) {
    Amount sum = open.of(resolution);
    for (Map.Entry<Slot, Amount> each : closed.entrySet()) {
      Slot slot = each.getKey();
      if (slot.resolution() == resolution && Objects.equals(slot.peer(), peer)) {
        sum = sum.plus(each.getValue());
      }
    }
    return new Counters(sum.rxBytes(), sum.txBytes());
  }

  private static Counters readings(History history, PeerState peer) {
    return history.told().readings().stream()
        .filter(reading -> reading.peer().equals(peer.key()))
        .map(Entry.ReadingTaken::used)
        .reduce(peer.sinceReading(), Counters::plus);
  }

  /** Each bucket of the tunnel is the sum of its peers', to the byte, estimates included. */
  private static void checkTunnel(History history, Map<Slot, Amount> closed) {
    Map<Slot, Amount> ofPeers = new HashMap<>();
    Map<Slot, Amount> ofTunnel = new HashMap<>();
    closed.forEach((slot, amount) ->
        (slot.peer() == null ? ofTunnel : ofPeers)
            .merge(new Slot(null, slot.resolution(), slot.start()), amount, Amount::plus));
    assertThat(ofTunnel).isEqualTo(ofPeers);
    Map<Resolution, Amount> open = new EnumMap<>(Resolution.class);
    for (Resolution resolution : Resolution.values()) {
      for (PeerState peer : history.tunnel().peers().values()) {
        open.merge(resolution, peer.sums().of(resolution), Amount::plus);
      }
      assertThat(history.tunnel().sums().of(resolution))
          .isEqualTo(open.getOrDefault(resolution, Amount.ZERO));
    }
  }

  private static void checkCarriedIn(History history) {
    Map<String, Counters> carried = new HashMap<>();
    for (Entry entry : history.told().entries()) {
      if (entry instanceof Entry.CarriedIn in) {
        assertThat(carried.put(in.peer().text(), in.carried())).isNull();
      }
    }
    Map<String, Counters> truth = new HashMap<>(history.truth().carriedIn);
    truth.values().removeIf(Counters::isZero);
    assertThat(carried).isEqualTo(truth);
  }

  /** A bucket holds all that moved within it, and nothing that moved outside. */
  private static void checkPlaces(History history) {
    for (Entry entry : history.told().entries()) {
      if (entry instanceof Entry.BucketClosed bucket && bucket.peer() != null) {
        long least = 0;
        long most = 0;
        for (Truth.Delta delta : history.truth().deltas) {
          if (delta.peer().equals(bucket.peer().text())
              && delta.to().isAfter(bucket.bucket().start())
              && delta.from().isBefore(bucket.bucket().end())) {
            most += delta.moved().rxBytes();
            boolean within =
                !delta.from().isBefore(bucket.bucket().start())
                    && !delta.to().isAfter(bucket.bucket().end());
            least += within ? delta.moved().rxBytes() : 0;
          }
        }
        assertThat(bucket.amount().rxBytes()).as("%s", bucket).isBetween(least, most);
      }
    }
  }
}
