package org.vpnledger.vpn;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact about one tunnel, as a source saw it. Everything that the ledger knows begins as one. */
public sealed interface Observation {
  /** The tunnel that it is about. */
  TunnelId tunnel();

  /** When it was observed. */
  Moment at();

  /**
   * The tunnel was read whole.
   *
   * @param connections every peer that it has, each once; of an OpenVPN server every connection
   */
  record Read(TunnelId tunnel, Moment at, Device device, List<Connection> connections)
      implements Observation {
    public Read {
      connections = List.copyOf(connections);
    }
  }

  /**
   * The tunnel could not be read. Says nothing about its peers.
   *
   * @param reason one line for people that says what to do
   * @param malformed whether there was an answer, and it was not what its format promises
   */
  record ReadFailed(TunnelId tunnel, Moment at, String reason, boolean malformed)
      implements Observation {
    /** There was no answer. */
    public ReadFailed(TunnelId tunnel, Moment at, String reason) {
      this(tunnel, at, reason, false);
    }
  }

  /** The tunnel has certainly disappeared: its interface or its socket does not exist any more. */
  record Gone(TunnelId tunnel, Moment at) implements Observation {}

  /** The tunnel has just come into being, or is seen for the first time by a source. */
  record Born(TunnelId tunnel, Moment at) implements Observation {}

  /**
   * Peers are called otherwise from now on, or their names come from elsewhere.
   *
   * @param namings those that changed, each peer once: a gateway of ten thousand learns all its
   *     names at once
   */
  record Renamed(TunnelId tunnel, Moment at, List<Naming> namings) implements Observation {
    public Renamed {
      namings = List.copyOf(namings);
    }

    /** Of one peer, by nobody in particular. */
    public Renamed(TunnelId tunnel, Moment at, PeerKey peer, @Nullable String name) {
      this(tunnel, at, List.of(new Naming(peer, name == null ? null : new GivenName(name, null))));
    }
  }

  /**
   * A peer shook hands just now. The tunnel was not read: of counters this says nothing.
   *
   * @param handshake in whole seconds of the wall clock, as a read would show it
   * @param endpoint where the peer is, absent when that could not be told
   */
  record Handshake(
      TunnelId tunnel, Moment at, PeerKey peer, Instant handshake, @Nullable Endpoint endpoint)
      implements Observation {}

  /**
   * The tunnel refused somebody. Says nothing about its peers.
   *
   * @param endpoint where the attempt came from, absent when it tells of attempts from many places
   * @param reason one line for people
   */
  record Refused(TunnelId tunnel, Moment at, @Nullable Endpoint endpoint, String reason)
      implements Observation {}

  /**
   * Packets passed that the capture of flows did not see. Says nothing about the tunnel itself.
   *
   * @param detail one line for people: how many, and what to do
   */
  record PacketsDropped(TunnelId tunnel, Moment at, String detail) implements Observation {}

  /**
   * Connections of OpenVPN clients have ended, and the server said what they had moved.
   *
   * @param at when that was heard
   * @param ends in the order in which they are known
   */
  record Disconnected(TunnelId tunnel, Moment at, List<End> ends) implements Observation {
    public Disconnected {
      ends = List.copyOf(ends);
    }
  }

  /**
   * The end of one connection.
   *
   * @param peer whose
   * @param endpoint where it came from, absent when that was not said
   * @param connectedSince when the connection began, in whole seconds of the server's clock
   * @param ended when it ended
   * @param counters all that the connection moved
   */
  record End(
      PeerKey peer,
      @Nullable Endpoint endpoint,
      Instant connectedSince,
      Instant ended,
      Counters counters) {}

  /**
   * A peer's display name.
   *
   * @param name absent when it has none any more
   */
  record Naming(PeerKey peer, @Nullable GivenName name) {}
}
