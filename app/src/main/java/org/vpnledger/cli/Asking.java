package org.vpnledger.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.vpnledger.report.Directory;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.SheetCsv;
import org.vpnledger.report.SheetJson;
import org.vpnledger.report.SheetText;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.PeerRow;

/**
 * Where and how a command asks.
 *
 * @param data the ledger's folder
 * @param logDir the folder of the bandwidth files
 * @param zone the configured one, for who has no ledger yet
 * @param now the clock of reading commands, which {@code VPNLEDGER_NOW} sets
 * @param out where answers go
 * @param err where it is said what an answer lacks
 * @param width the terminal's columns, 0 when there is no terminal
 * @param colour whether the terminal shows colour and wants it
 * @param seed whether the program was called as {@code wg-stats}
 */
public record Asking(
    DataFolder data,
    Path logDir,
    ZoneId zone,
    Instant now,
    PrintWriter out,
    PrintWriter err,
    int width,
    boolean colour,
    boolean seed) {

  /** How an answer is shown. */
  public enum Form {
    TABLE,
    CSV,
    JSON
  }

  /** Shows an answer. */
  public void show(Sheet sheet, Form form) {
    switch (form) {
      case TABLE -> out.print(new SheetText(width, colour).render(sheet));
      case CSV -> SheetCsv.write(sheet, out);
      case JSON -> SheetJson.write(sheet, out);
    }
    out.flush();
  }

  /**
   * The client that text names.
   *
   * @throws Complaint when there is none, or, unless all of them are wanted, more than one
   */
  List<PeerRow> clients(Directory peers, String text, boolean all) {
    List<PeerRow> found = peers.matching(text);
    if (found.isEmpty()) {
      throw new Complaint("no client matches '" + SafeText.plain(text) + "': " + known(peers));
    }
    requireOne(found, text, all);
    return found;
  }

  /**
   * Refuses text that names several clients, unless all of them are wanted. Who is in several
   * tunnels, by one key or common name, is one client.
   */
  void requireOne(List<PeerRow> found, String text, boolean all) {
    long clients = found.stream().map(PeerRow::key).distinct().count();
    if (clients > 1 && !all) {
      throw new Complaint(
          "'%s' matches %d clients, name one of them: %s"
              .formatted(SafeText.plain(text), clients, names(found)));
    }
  }

  private static String known(Directory peers) {
    return peers.all().isEmpty()
        ? "the ledger has none yet"
        : "'vpnledger usage --by peer' lists them, " + names(peers.all()) + " among them";
  }

  private static String names(List<PeerRow> peers) {
    return peers.stream()
            .limit(8)
            .map(peer -> Directory.nameOf(peer) + " (" + peer.key().abbreviated() + ")")
            .collect(Collectors.joining(", "))
        + (peers.size() > 8 ? ", …" : "");
  }
}
