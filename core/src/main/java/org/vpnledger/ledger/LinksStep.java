package org.vpnledger.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.Presence;

/**
 * What a read, or a word of one connection's end, means for an OpenVPN client. Its connections come
 * and go, each with a counter from zero; together they are the client.
 */
final class LinksStep {
  /** So many connections that have ended are remembered, and for so long. */
  private static final int MOST_ENDED = 16;

  private static final Duration REMEMBERED = Duration.ofDays(1);

  /** The scheme of a connection that no read has shown. */
  private static final String BY_ITS_END = "openvpn-end";

  private static final Epoch NO_LINK = new Epoch("openvpn", "");

  private final TunnelState tunnel;
  private final Interval interval;
  private final Booking booking;
  private final List<Entry> entries;
  private final Moved total;

  LinksStep(TunnelState tunnel, Interval interval, Booking booking, List<Entry> entries) {
    this.tunnel = tunnel;
    this.interval = interval;
    this.booking = booking;
    this.entries = entries;
    this.total = Moved.nothing(booking.spread());
  }

  /** What all clients moved together. */
  Moved movedInTotal() {
    return total;
  }

  /** The client's next state after a read that showed these connections of it, or none. */
  PeerState apply(PeerKey peer, List<Connection> shown) {
    PeerState before = tunnel.peers().get(peer);
    if (shown.isEmpty() && before != null && before.links().stream().noneMatch(Link::isOpen)) {
      return rested(before);
    }
    Change change = new Change(peer, before);
    List<Connection> unknown = new ArrayList<>();
    for (Connection connection : shown) {
      if (!change.shown(connection)) {
        unknown.add(connection);
      }
    }
    change.strange(unknown);
    change.endUnshown();
    return change.result(networks(shown));
  }

  /**
   * The client's next state after the server told of a connection's end; the same if known.
   *
   * @param before the client as it is now, which other ends may have changed already
   */
  @Nullable PeerState apply(Observation.End told, @Nullable PeerState before) {
    Change change = new Change(told.peer(), before);
    return change.told(told) ? change.result(before == null ? List.of() : null) : before;
  }

  /** Of who is not connected only buckets go on. */
  private PeerState rested(PeerState before) {
    PeerState resting =
        before.rxRate() == 0 && before.txRate() == 0
            ? before
            : before.departed(true, before.session());
    PeerState rolled = booking.rollOn(resting);
    if (rolled.equals(resting) && !resting.equals(before)) {
      entries.add(new Entry.PeerSaved(tunnel.id(), resting));
    }
    return rolled.equals(before) ? before : rolled;
  }

  private static List<String> networks(List<Connection> shown) {
    return shown.stream().flatMap(one -> one.allowedIps().stream()).distinct().sorted().toList();
  }

  /** One client's. */
  private final class Change {
    private final PeerKey peer;
    private final @Nullable PeerState before;
    private final List<Link> links;
    private final List<Link> kept = new ArrayList<>();
    private Counters moved = Counters.ZERO;
    private Counters carried = Counters.ZERO;

    Change(PeerKey peer, @Nullable PeerState before) {
      this.peer = peer;
      this.before = before;
      this.links = new ArrayList<>(before == null ? List.of() : before.links());
    }

    /**
     * Whether it is known: by its epoch, or, if that was made in another way, by its beginning and
     * address. So is one of whose end a later word than this read told.
     */
    boolean shown(Connection connection) {
      Instant since = since(connection.presence());
      Link known =
          take(link ->
              link.epoch().equals(connection.epoch())
                  || (!link.epoch().scheme().equals(connection.epoch().scheme())
                      && link.session().start().equals(since)
                      && isAt(link, connection.endpoint())));
      if (known != null) {
        goneOn(known, connection);
      }
      return known != null;
    }

    /**
     * Those that are not known. A server that gives no numbers tells connections that began in one
     * second by their addresses; if only one of these is missing, it is there, at another address.
     */
    void strange(List<Connection> unknown) {
      for (Connection connection : unknown) {
        Instant since = since(connection.presence());
        List<Link> missing =
            links.stream()
                .filter(link ->
                    link.isOpen()
                        && link.session().start().equals(since)
                        && isMoveable(link.epoch(), connection))
                .toList();
        boolean alone =
            unknown.stream().filter(other -> since(other.presence()).equals(since)).count() == 1;
        if (alone && missing.size() == 1) {
          links.remove(missing.getFirst());
          goneOn(missing.getFirst(), connection);
        } else {
          begun(connection.epoch(), connection.counters(), connection.endpoint(), since);
        }
      }
    }

    private static boolean isMoveable(Epoch epoch, Connection shown) {
      return epoch.scheme().equals(Epoch.BY_ADDRESS)
          && shown.epoch().scheme().equals(Epoch.BY_ADDRESS);
    }

    private void goneOn(Link known, Connection connection) {
      if (connection.counters().isBelow(known.seen())) {
        // Older than what is known: the file may tell for a while of who has left.
        kept.add(known);
      } else if (!known.isOpen() && connection.counters().equals(known.seen())) {
        kept.add(known);
      } else {
        moved = moved.plus(connection.counters().minus(known.seen()));
        Link next = known.seen(connection.epoch(), connection.counters(), connection.endpoint());
        noteFloat(known.session().endpoint(), next);
        keep(known, next);
      }
    }

    private Instant since(Presence presence) {
      return presence instanceof Presence.ConnectedSince(Instant at) ? at : interval.now().wall();
    }

    private void begun(Epoch epoch, Counters counters, @Nullable Endpoint endpoint, Instant since) {
      if (interval.last() == null) {
        carried = carried.plus(counters);
      } else {
        moved = moved.plus(counters);
      }
      Instant now = interval.now().wall();
      Session session = new Session(nextNumber(), since, now, null, null, endpoint, counters);
      Link link = new Link(epoch, counters, session);
      kept.add(link);
      entries.add(new Entry.SessionSaved(tunnel.id(), peer, session));
    }

    /** The server has let a client go on from another address. */
    private void noteFloat(@Nullable Endpoint left, Link next) {
      Endpoint at = next.session().endpoint();
      if (left != null && at != null && !left.equals(at)) {
        happened(EventType.ROAMED, interval.now().wall(), at, left, null);
      }
    }

    private void keep(Link known, Link next) {
      kept.add(next);
      if (!next.session().equals(known.session())) {
        entries.add(new Entry.SessionSaved(tunnel.id(), peer, next.session()));
      }
    }

    /** What a read does not show any more has ended after the one that showed it. */
    void endUnshown() {
      Instant now = interval.now().wall();
      Instant last = interval.last() == null ? now : interval.last().wall();
      for (Link link : links) {
        keep(link, link.isOpen() ? link.ended(link.seen(), last, now) : link);
      }
      links.clear();
    }

    /** Whether that was news. */
    boolean told(Observation.End told) {
      Link known =
          take(link ->
              link.session().start().equals(told.connectedSince()) && isAt(link, told.endpoint()));
      if (known == null) {
        known = takeFloated(told);
      }
      if (known == null && isForgotten(told)) {
        return false;
      }
      kept.addAll(links);
      links.clear();
      if (known == null) {
        begun(
            new Epoch(BY_ITS_END, told.connectedSince() + " " + told.endpoint()),
            told.counters(),
            told.endpoint(),
            told.connectedSince());
        known = kept.removeLast();
      } else if (told.counters().isBelow(known.seen())
          || (told.counters().equals(known.seen()) && isNoLater(told.ended(), known))) {
        return false;
      } else {
        moved = moved.plus(told.counters().minus(known.seen()));
      }
      keep(known, known.ended(told.counters(), told.ended(), interval.now().wall()));
      return true;
    }

    /** One that has gone on from another address since it was seen, if it can be no other. */
    private @Nullable Link takeFloated(Observation.End told) {
      List<Link> same =
          links.stream()
              .filter(link ->
                  link.session().start().equals(told.connectedSince())
                      && !told.counters().isBelow(link.seen()))
              .toList();
      return same.size() == 1 ? take(same.getFirst()::equals) : null;
    }

    /** An end that nobody saw was placed at the last time when it was seen: it is never earlier. */
    private static boolean isNoLater(Instant ended, Link known) {
      Instant end = known.session().end();
      return end != null && !ended.isAfter(end);
    }

    /** Whether it may be one of those that are not remembered any more, and was booked. */
    private boolean isForgotten(Observation.End told) {
      Instant longAgo = interval.now().wall().minus(REMEMBERED);
      return interval.last() == null
          || (told.ended().isBefore(longAgo) && !told.ended().isAfter(interval.last().wall()));
    }

    private static boolean isAt(Link link, @Nullable Endpoint endpoint) {
      Endpoint at = link.session().endpoint();
      if (endpoint == null || at == null) {
        return true;
      }
      boolean portless = at.port() == 0 || endpoint.port() == 0; // as 2.6 prints IPv6
      return portless ? endpoint.host().equals(at.host()) : endpoint.equals(at);
    }

    private @Nullable Link take(java.util.function.Predicate<Link> which) {
      for (Link link : links) {
        if (which.test(link)) {
          links.remove(link);
          return link;
        }
      }
      return null;
    }

    private int nextNumber() {
      Session last = before == null ? null : before.session();
      int most = last == null ? 0 : last.number();
      return 1
          + Stream.concat(links.stream(), kept.stream())
              .mapToInt(link -> link.session().number())
              .reduce(most, Math::max);
    }

    /**
     * The client after all that.
     *
     * @param networks routed to it now; absent when nothing was said of them
     */
    PeerState result(@Nullable List<String> networks) {
      Instant now = interval.now().wall();
      List<Link> next = remembered(now);
      List<Link> open = next.stream().filter(Link::isOpen).toList();
      Session session = (open.isEmpty() ? next : open).getLast().session();
      boolean was = before != null && before.liveness().online();
      boolean online = !open.isEmpty();
      if (before == null) {
        happened(EventType.ADDED, now, session.endpoint(), null, null);
      }
      if (online && !was) {
        Session first = open.getFirst().session();
        happened(EventType.ONLINE, first.start(), first.endpoint(), null, null);
      }
      if (!online && was) {
        happened(
            EventType.OFFLINE,
            Objects.requireNonNull(lastEnd(next)),
            session.endpoint(),
            null,
            null);
      }
      if (!carried.isZero()) {
        entries.add(new Entry.CarriedIn(tunnel.id(), peer, now, carried));
      }
      total.add(moved);
      List<String> routed =
          networks != null && online
              ? networks
              : online && before != null ? before.allowedIps() : List.of();
      if (before == null || !before.allowedIps().equals(routed)) {
        entries.add(new Entry.AllowedIpsChanged(tunnel.id(), peer, routed, now));
      }
      PeerState state =
          new PeerState(
              peer,
              true,
              open.isEmpty() ? NO_LINK : open.getLast().epoch(),
              open.stream().map(Link::seen).reduce(Counters.ZERO, Counters::plus),
              session.endpoint(),
              routed,
              0,
              new Liveness(null, 0, 0, activity(next, online), online),
              Trail.NONE,
              session,
              booking.book(peer, before == null ? Sums.EMPTY : before.sums(), moved),
              before == null ? moved : before.sinceReading().plus(moved),
              online ? rate(moved.rxBytes()) : 0,
              online ? rate(moved.txBytes()) : 0,
              next);
      if (!state.equals(before)) {
        entries.add(new Entry.PeerSaved(tunnel.id(), state));
      }
      return state;
    }

    /** In the order of their sessions; the last one is never forgotten, for its number. */
    private List<Link> remembered(Instant now) {
      kept.sort(Comparator.comparingInt(link -> link.session().number()));
      List<Link> next = new ArrayList<>();
      int ended = 0;
      for (Link link : kept.reversed()) {
        Instant end = link.session().end();
        boolean recent = end == null || (ended < MOST_ENDED && end.isAfter(now.minus(REMEMBERED)));
        ended += end == null ? 0 : 1;
        if (recent || next.isEmpty()) {
          next.addFirst(link);
        }
      }
      return List.copyOf(next);
    }

    private static @Nullable Instant lastEnd(List<Link> links) {
      return links.stream()
          .map(link -> link.session().end())
          .filter(Objects::nonNull)
          .max(Comparator.naturalOrder())
          .orElse(null);
    }

    private @Nullable Instant activity(List<Link> links, boolean online) {
      Instant last = before == null ? null : before.liveness().lastActivity();
      if (online && (last == null || moved.rxBytes() > 0)) {
        return interval.now().wall();
      }
      Instant end = lastEnd(links);
      return last == null || (!online && end != null && end.isAfter(last)) ? end : last;
    }

    private long rate(long bytes) {
      long nanos = interval.elapsed().toNanos();
      return nanos == 0 || interval.gap() ? 0 : Math.round(bytes * (1e9 / nanos));
    }

    private void happened(
        EventType type,
        Instant at,
        @Nullable Endpoint endpoint,
        @Nullable Endpoint left,
        @Nullable String detail) {
      entries.add(
          new Entry.Happened(
              new Event(
                  type,
                  tunnel.id(),
                  peer,
                  tunnel.nameOf(peer),
                  at,
                  interval.now().wall(),
                  endpoint,
                  left,
                  null,
                  detail)));
    }
  }
}
