package org.vpnledger.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.FindingRow;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Findings that wait to become events. */
final class FindingTable {
  private FindingTable() {}

  static void add(Batches batches, Event finding, PlaceBook.Who who) throws SQLException {
    batches
        .row(
            "INSERT INTO finding (type, peer, name, happened_ns, noticed_ns, endpoint, old_endpoint,"
                + " detail) SELECT ?, p.id, ?, ?, ?, ?, ?, ?"
                + PeerPlaceTable.OF_PEER)
        .put(finding.type().name())
        .put(finding.name())
        .put(finding.happenedAt())
        .put(finding.noticedAt())
        .put(finding.endpoint())
        .put(finding.oldEndpoint())
        .put(finding.detail())
        .put(who.tunnel().source())
        .put(who.tunnel().interfaceName())
        .put(who.peer().text())
        .addBatch();
  }

  static void remove(Batches batches, long number) throws SQLException {
    batches.row("DELETE FROM finding WHERE id = ?").put(number).addBatch();
  }

  static List<FindingRow> after(Query query, long number, int limit) {
    return query.list(
        "SELECT f.id, f.type, t.source, t.interface, p.key, f.name, f.happened_ns, f.noticed_ns,"
            + " f.endpoint, f.old_endpoint, f.detail FROM finding f JOIN peer p ON p.id = f.peer"
            + " JOIN tunnel t ON t.id = p.tunnel WHERE f.id > ? ORDER BY f.id LIMIT ?",
        row ->
            new FindingRow(
                row.number(),
                new Event(
                    EventType.valueOf(row.text()),
                    new TunnelId(row.text(), row.text()),
                    new PeerKey(row.text()),
                    row.nullableText(),
                    row.instant(),
                    row.instant(),
                    row.endpoint(),
                    row.endpoint(),
                    null,
                    row.nullableText())),
        number,
        limit);
  }
}
