package org.vpnledger.report;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.SessionRow;
import org.vpnledger.vpn.EndpointFilter;

/** The sessions of a span and a scope, whole or by where they were spent. */
final class Presence {
  private final LedgerReader reader;
  private final Span span;
  private final Scope scope;
  private final Instant now;

  /** Asks nothing yet. */
  Presence(LedgerReader reader, Span span, Scope scope, Instant now) {
    this.reader = reader;
    this.span = new Span(span.from(), span.to().isAfter(now) ? now.plusNanos(1) : span.to());
    this.scope = scope;
    this.now = now;
  }

  /** The time that is asked about, as far as it is not in the future. */
  Span span() {
    return span;
  }

  /** Until when a session goes on that has this end or none. */
  Instant end(SessionRow row) {
    Instant end = row.session().end();
    return end == null ? now : end;
  }

  /** The latest sessions, whatever the scope's endpoint. */
  List<SessionRow> latest() {
    return reader.sessions(span.from(), span.to(), scope.peers(), scope.limit());
  }

  /**
   * All sessions of those who ever were at the scope's endpoint.
   *
   * @throws IllegalArgumentException with one line that says what to do, when these are too many
   */
  List<SessionRow> all() {
    List<SessionRow> all =
        reader.sessions(span.from(), span.to(), candidates(), LedgerReader.MOST_ROWS);
    if (all.size() == LedgerReader.MOST_ROWS) {
      throw new IllegalArgumentException(
          "that is more than %d sessions: ask about a shorter time or about one client"
              .formatted(LedgerReader.MOST_ROWS));
    }
    return all;
  }

  /** What these sessions spent at the scope's endpoint in the span. */
  void stays(List<SessionRow> sessions, Consumer<Stay> receiver) {
    EndpointFilter endpoint = scope.endpoint();
    Stays.of(
        reader,
        sessions,
        now,
        stay -> {
          if (stay.isIn(span) && (endpoint == null || endpoint.matches(stay.endpoint()))) {
            receiver.accept(stay.within(span));
          }
        });
  }

  private @Nullable Set<Long> candidates() {
    Set<Long> peers = scope.peers();
    EndpointFilter endpoint = scope.endpoint();
    if (endpoint == null) {
      return peers;
    }
    Set<Long> seen = new HashSet<>(reader.peersSeenAt(endpoint));
    if (peers != null) {
      seen.retainAll(peers);
    }
    return seen;
  }
}
