package org.vpnledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** A gateway's random life, and a ledger of it that crashes now and then. */
final class History {
  static final TunnelId TUNNEL = new TunnelId("kernel", "wg0");
  private static final Device DEVICE = new Device("the-server", 51820, 0);
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York");
  private static final List<String> STARTS =
      List.of(
          "2026-03-29T00:40:00Z",
          "2026-10-25T00:40:00Z",
          "2026-04-04T14:40:00Z",
          "2026-11-01T05:50:00Z",
          "2026-02-28T23:50:00Z",
          "2026-06-14T12:57:00Z");

  private final Random random;
  private final Random probe;
  private final boolean probed;
  private final boolean calm;
  private final boolean lawful;
  private final Gateway gateway;
  private final Ledger ledger;
  private final List<Entry> entries = new ArrayList<>();
  private Truth truth = new Truth();
  private State state = State.EMPTY;
  private String committed = StateText.save(State.EMPTY);
  private Truth committedTruth = new Truth();
  private int committedEntries;
  private boolean putBack;

  /**
   * Calm ones have no gaps and no steps of the clock; lawful ones check the law at each step.
   *
   * @param probed whether handshakes are seen as they happen, too; nothing else depends on it
   */
  History(long seed, boolean probed) {
    this.probed = probed;
    random = new Random(seed);
    probe = new Random(~seed);
    calm = random.nextInt(3) == 0;
    lawful = random.nextInt(8) == 0;
    gateway = new Gateway(random, Instant.parse(any(STARTS)), random.nextBoolean());
    ledger = new Ledger(Rules.of(LedgerCalendar.of(ZoneId.of(any(ZONES)))));
  }

  History run() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      gateway.add("peer " + i);
    }
    for (int steps = 10 + random.nextInt(60); steps > 0; steps--) {
      step();
    }
    readWell();
    commit();
    return this;
  }

  private void step() {
    shake();
    switch (random.nextInt(30)) {
      case 0 -> adopt(new Observation.ReadFailed(TUNNEL, gateway.now(), "EIO"));
      case 1 -> emptyRead();
      case 2 -> restartInterface();
      case 3 -> addOrRemove();
      case 4 -> replaceUnseen();
      case 5, 6 -> crash();
      case 7 -> stepWall();
      case 8 -> gap();
      case 9 -> reboot();
      case 10 -> adopt(ledger.advance(state, gateway.now()), null);
      default -> readWell();
    }
    if (random.nextInt(5) == 0) {
      commit();
    }
  }

  /** Between two looks, or just before one; some are never seen, some seen late or twice. */
  private void shake() {
    if (probed && probe.nextInt(3) > 0) {
      gateway.handshakes(TUNNEL).stream().filter(_ -> probe.nextInt(5) > 0).forEach(this::adopt);
    }
  }

  private void readWell() {
    gateway.pass(Duration.ofMillis(1000 + random.nextInt(random.nextInt(6) == 0 ? 90_000 : 9_000)));
    shake();
    truth.read(gateway.truth(), gateway.now().wall());
    adopt(new Observation.Read(TUNNEL, gateway.now(), DEVICE, gateway.shown()));
  }

  private void emptyRead() {
    if (truth.wouldDoubt()) {
      truth.read(Map.of(), gateway.now().wall());
      adopt(new Observation.Read(TUNNEL, gateway.now(), DEVICE, List.of()));
    }
  }

  private void restartInterface() {
    if (random.nextBoolean() || !gateway.knowsEpoch()) {
      adopt(new Observation.Gone(TUNNEL, gateway.now()));
      truth.gone();
      commit(); // had a crash lost it, nothing but the epoch could show the restart
      if (random.nextBoolean()) {
        gateway.pass(Duration.ofMinutes(calm ? 1 : random.nextInt(1, 300)));
        adopt(ledger.advance(state, gateway.now()), null);
      }
    }
    gateway.restartInterface();
  }

  private void addOrRemove() {
    String peer = "peer " + random.nextInt(5);
    if (!gateway.peers().contains(peer)) {
      gateway.add(peer);
      return;
    }
    gateway.remove(peer);
    readWell();
    readWell(); // the first may have been empty, and doubted
    commit();
  }

  private void replaceUnseen() {
    readWell();
    if (!gateway.peers().isEmpty()) {
      String peer = any(gateway.peers());
      gateway.replaceUnseen(peer, truth.remembered(peer));
      truth.read(gateway.truth(), gateway.now().wall());
      adopt(new Observation.Read(TUNNEL, gateway.now(), DEVICE, gateway.shown()));
      commit();
    }
  }

  /** One step between two reads: of two that cancel out nobody could know. */
  private void stepWall() {
    if (!calm) {
      readWell();
      commit();
      gateway.pass(Duration.ofSeconds(1));
      int seconds = random.nextInt(-7200, 7200);
      putBack |= seconds < 0;
      gateway.stepWall(Duration.ofSeconds(seconds));
      readWell();
      readWell();
      commit();
    }
  }

  private void gap() {
    if (!calm) {
      gateway.pass(Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 3_000 : 500_000)));
    }
  }

  private void reboot() {
    if (!calm) {
      gateway.reboot();
    }
  }

  private void crash() {
    state = StateText.read(committed);
    truth = committedTruth.copy();
    entries.subList(committedEntries, entries.size()).clear();
  }

  private void commit() {
    committed = StateText.save(state);
    committedTruth = truth.copy();
    committedEntries = entries.size();
  }

  private void adopt(Observation observation) {
    adopt(ledger.apply(state, observation), observation);
  }

  private void adopt(Outcome outcome, @Nullable Observation observation) {
    if (lawful && observation != null) {
      assertThat(ledger.apply(StateText.restored(state), observation)).isEqualTo(outcome);
    }
    state = outcome.state();
    entries.addAll(outcome.entries());
  }

  private String any(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean isCalm() {
    return calm;
  }

  boolean wasPutBack() {
    return putBack;
  }

  Truth truth() {
    return truth;
  }

  TunnelState tunnel() {
    return state.tunnel(TUNNEL);
  }

  Told told() {
    return new Told(entries);
  }
}
