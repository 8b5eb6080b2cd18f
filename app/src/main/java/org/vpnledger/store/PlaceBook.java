package org.vpnledger.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * Where addresses are and where peers have been, as it is found out while events are followed. One
 * thread uses it, beside the ledger's writer. Errors: {@link StoreException}.
 */
public interface PlaceBook extends AutoCloseable {

  /**
   * How far it is.
   *
   * @param seen every event up to this one is looked at
   * @param history events up to this one had happened before anybody looked at places: nothing of
   *     them is news
   */
  record Progress(long seen, long history) {}

  /** Whose places. */
  record Who(TunnelId tunnel, PeerKey peer) {}

  /**
   * What follows from some events, written together.
   *
   * @param seen the last of them
   * @param places new and changed ones, whose numbers do not matter
   * @param peers whose places are now these
   * @param findings to become events, in order
   */
  record Step(long seen, List<KeptPlace> places, Map<Who, PeerPlaces> peers, List<Event> findings) {
    public Step {
      places = List.copyOf(places);
      peers = Map.copyOf(peers);
      findings = List.copyOf(findings);
    }
  }

  /** How far it is; absent if it has not begun in this ledger. */
  @Nullable Progress progress();

  /** Begins before the first event that is kept, unless it has begun already. */
  Progress begin();

  /** Gives up how far it is; places stay. */
  void forget();

  /** Writes all of it or nothing. */
  void save(Step step);

  /** The place of an address, written as {@link org.vpnledger.vpn.Address} does. */
  @Nullable KeptPlace place(String address);

  /** Where a peer has been. */
  PeerPlaces of(Who who);

  /** Places that were looked up before then, those that were looked up first first. */
  List<KeptPlace> outdated(Instant before, int limit);

  /**
   * Peers' places that no service was asked for since then: those never asked for first, then those
   * asked for longest ago, so that each has its turn; and of these, those seen last.
   */
  List<KeptPlace> unasked(Instant since, int limit);

  /** For how many addresses a service answered since then. */
  long answersSince(Instant then);

  /**
   * Which databases places are looked up in, as a text that differs when they do.
   *
   * @return since when, which is now if these differ from the last ones
   */
  Instant databases(String which, Instant now);

  /** Countries of the peers' addresses seen last, by address; the one seen last first. */
  Map<String, String> latestCountries(int limit);

  /** Keeps so many addresses of peers and of strangers, those seen last. */
  void trim(int peers, int strangers);

  @Override
  void close();
}
