package org.vpnledger.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.PlacingRow;
import org.vpnledger.store.SessionRow;
import org.vpnledger.vpn.Endpoint;

/**
 * Divides sessions by where the peer was: a session's row has only the last endpoint, the events of
 * its time have all of them.
 */
final class Stays {
  private final Map<Long, Visit> visits = new HashMap<>();
  private final Map<Long, Map<Instant, SessionRow>> sessions = new HashMap<>();
  private final Instant now;
  private final Consumer<Stay> receiver;

  /** A session that events are told of. */
  private static final class Visit {
    final SessionRow session;
    Endpoint at;
    Instant since;
    boolean arrived = true;
    boolean online = true;

    Visit(SessionRow session, Endpoint at) {
      this.session = session;
      this.at = at;
      this.since = session.session().start();
    }
  }

  private Stays(Instant now, Consumer<Stay> receiver) {
    this.now = now;
    this.receiver = receiver;
  }

  /** Gives all stays of the sessions, those of one peer in their order. */
  static void of(
      LedgerReader reader, List<SessionRow> sessions, Instant now, Consumer<Stay> receiver) {
    if (sessions.isEmpty()) {
      return;
    }
    Stays stays = new Stays(now, receiver);
    Instant first = Instant.MAX;
    for (SessionRow row : sessions) {
      Instant noticed = row.session().startNoticed();
      stays.sessions.computeIfAbsent(row.peer(), _ -> new HashMap<>()).put(noticed, row);
      first = noticed.isBefore(first) ? noticed : first;
    }
    reader.placings(first, few(stays.sessions.keySet()), stays::placed);
    stays.finish();
  }

  /**
   * Events of many peers are read in the order in which they lie: those of others are left unused.
   */
  private static @Nullable Set<Long> few(Set<Long> peers) {
    return peers.size() > 100 ? null : Set.copyOf(peers);
  }

  private void placed(PlacingRow row) {
    Visit visit = visits.get(row.peer());
    switch (row.type()) {
      case ONLINE -> {
        SessionRow begun = begunAt(row);
        Endpoint at = row.endpoint();
        if (begun != null && at != null) {
          leave(visit);
          visits.put(row.peer(), new Visit(begun, at));
        } else if (visit != null) {
          visit.online = true; // the session goes on, from the same endpoint
        }
      }
      case ROAMED, SHARED_KEY -> move(visit, row);
      default -> {
        if (visit != null) {
          visit.online = false; // what moves an absent peer is the next session's
        }
      }
    }
  }

  private @Nullable SessionRow begunAt(PlacingRow row) {
    Map<Instant, SessionRow> ofPeer = sessions.get(row.peer());
    return ofPeer == null ? null : ofPeer.remove(row.noticed());
  }

  private void move(@Nullable Visit visit, PlacingRow row) {
    Endpoint to = row.endpoint();
    if (visit == null || !visit.online || to == null || to.equals(visit.at)) {
      return;
    }
    Instant at = later(row.happened(), visit.since);
    receiver.accept(new Stay(visit.session, visit.at, visit.since, at, visit.arrived));
    visit.arrived = !to.host().equals(visit.at.host());
    visit.at = to;
    visit.since = at;
  }

  private void leave(@Nullable Visit visit) {
    if (visit != null) {
      Instant end = visit.session.session().end();
      Instant to = later(end == null ? now : end, visit.since);
      receiver.accept(new Stay(visit.session, visit.at, visit.since, to, visit.arrived));
    }
  }

  private void finish() {
    visits.values().forEach(this::leave);
    // Events may have expired that told of sessions that are still there.
    for (SessionRow left :
        sessions.values().stream()
            .flatMap(ofPeer -> ofPeer.values().stream())
            .collect(Collectors.toList())) {
      Endpoint at = left.session().endpoint();
      if (at != null) {
        leave(new Visit(left, at));
      }
    }
  }

  /** A wall clock that was put back cannot make a stay end before it began. */
  private static Instant later(Instant at, Instant other) {
    return at.isBefore(other) ? other : at;
  }
}
