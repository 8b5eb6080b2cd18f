package org.vpnledger.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.CheckpointRow;
import org.vpnledger.store.LedgerReader;

/** Whether a ledger still goes through the heads that were once signed. */
final class HeadCheck {
  private final LedgerReader reader;
  private final Trust trust;

  /**
   * Over that ledger.
   *
   * @param trust whose signatures count
   */
  HeadCheck(LedgerReader reader, Trust trust) {
    this.reader = reader;
    this.trust = trust;
  }

  /** A head that was kept elsewhere. */
  Check of(String subject, String text) {
    SignedHead signed = SignedHead.parse(text);
    String problem = signed == null ? "is no signed head" : trust.problem(signed);
    if (signed == null || problem != null) {
      return Check.broken(subject, String.valueOf(problem));
    }
    Head head = signed.head();
    if (!head.gatewayId().equals(reader.gatewayId())) {
      return Check.broken(
          subject,
          "is of another gateway, %s (%s)".formatted(head.gatewayName(), head.gatewayId()));
    }
    Link now = linkOf(head.seq());
    if (head.link().equals(now)) {
      return Check.whole(
          subject, "event %d is as it was signed on %s".formatted(head.seq(), head.at()));
    }
    if (now == null && head.seq() > reader.lastEvent()) {
      return Check.broken(
          subject,
          "events %d to %d, signed on %s, were removed"
              .formatted(reader.lastEvent() + 1, head.seq(), head.at()));
    }
    return now == null
        ? Check.broken(
            subject, "event %d was deleted since, and nothing is left of it".formatted(head.seq()))
        : Check.broken(
            subject,
            "the events up to %d are not those that were signed on %s: the ledger was rewritten"
                .formatted(head.seq(), head.at()));
  }

  /** What was left of deleted events, all of it. */
  Check ofCheckpoints() {
    List<CheckpointRow> rows = reader.checkpoints();
    for (CheckpointRow row : rows) {
      SignedHead signed = SignedHead.parse(row.head());
      String problem =
          signed == null
              ? "is not signed"
              : says(signed, row) ? trust.problem(signed) : "was changed";
      if (problem != null) {
        return Check.broken("checkpoints", "that of event %d %s".formatted(row.seq(), problem));
      }
    }
    return Check.whole("checkpoints", rows.size() + " are signed");
  }

  private boolean says(SignedHead signed, CheckpointRow row) {
    Head head = signed.head();
    return head.seq() == row.seq()
        && head.link().equals(row.link())
        && head.gatewayId().equals(reader.gatewayId());
  }

  private @Nullable Link linkOf(long seq) {
    List<ChainedRow> row = reader.chainedAfter(seq - 1, 1);
    if (!row.isEmpty() && row.getFirst().seq() == seq) {
      return row.getFirst().link();
    }
    return reader.checkpoints().stream()
        .filter(checkpoint -> checkpoint.seq() == seq)
        .map(CheckpointRow::link)
        .findFirst()
        .orElse(null);
  }
}
