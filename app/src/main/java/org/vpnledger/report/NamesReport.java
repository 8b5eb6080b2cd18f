package org.vpnledger.report;

import static org.vpnledger.report.Column.Kind.FLAG;
import static org.vpnledger.report.Column.Kind.TEXT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.NameSourceRow;
import org.vpnledger.store.PeerRow;
import org.vpnledger.vpn.PeerKey;

/** What each peer is called, and who says so. */
public final class NamesReport {
  private static final Column NAME = Column.of("name", "NAME", TEXT);
  private static final Column KEY = Column.of("peer", "KEY", TEXT).leftOut(1);
  private static final Column TUNNEL = Column.of("tunnel", "TUNNEL", TEXT).leftOut(2);
  private static final Column ORIGIN = Column.of("name_origin", "FROM", TEXT);
  private static final Column GATEWAY = Column.hidden("gateway", TEXT);
  private static final Column SOURCE = Column.hidden("source", TEXT);

  private final LedgerReader reader;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  private NamesReport(LedgerReader reader) {
    this.reader = reader;
  }

  /**
   * The name of each peer that the ledger knows, by name.
   *
   * @param all whether also names that lose to another one, and those of keys that no tunnel had
   */
  public static Sheet of(LedgerReader reader, Directory peers, boolean all, Instant now) {
    NamesReport report = new NamesReport(reader);
    report.fill(peers, all);
    Column inUse =
        all ? Column.of("name_in_use", "IN USE", FLAG) : Column.hidden("name_in_use", FLAG);
    return new Sheet(
        List.of(NAME, KEY, TUNNEL, inUse, ORIGIN, GATEWAY, SOURCE),
        report.rows,
        reader.calendar().zoneAt(now));
  }

  /** What is wrong with the places that names come from, a line each. */
  public static List<String> problems(LedgerReader reader) {
    return reader.nameSources().stream()
        .map(NameSourceRow::problem)
        .filter(Objects::nonNull)
        .map(SafeText::plain)
        .toList();
  }

  private void fill(Directory peers, boolean all) {
    Map<Long, String> origins = reader.nameOrigins();
    List<NameSourceRow> sources = all ? reader.nameSources() : List.of();
    Set<PeerKey> known = new HashSet<>();
    for (PeerRow peer : peers.all()) {
      known.add(peer.key());
      String origin = origins.get(peer.id());
      add(peer.key(), peer, Directory.nameOf(peer), origin, peer.name() == null ? null : true);
      for (NameSourceRow source : sources) {
        String name = source.names().get(peer.key());
        boolean used = source.origin().equals(origin) && Objects.equals(name, peer.name());
        if (name != null && !used) {
          add(peer.key(), peer, name, source.origin(), false);
        }
      }
    }
    for (NameSourceRow source : sources) {
      source.names().entrySet().stream()
          .filter(named -> !known.contains(named.getKey()))
          .sorted(
              Map.Entry.<PeerKey, String>comparingByValue()
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(named -> add(named.getKey(), null, named.getValue(), source.origin(), false));
    }
  }

  private void add(
      PeerKey key,
      @Nullable PeerRow peer,
      String name,
      @Nullable String origin,
      @Nullable Boolean inUse) {
    rows.add(
        Arrays.asList(
            SafeText.plain(name),
            SafeText.plain(key.text()),
            peer == null ? null : peer.tunnel().interfaceName(),
            inUse,
            origin == null ? null : SafeText.plain(origin),
            reader.gatewayName(),
            peer == null ? null : peer.tunnel().source()));
  }
}
