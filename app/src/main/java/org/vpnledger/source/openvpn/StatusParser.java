package org.vpnledger.source.openvpn;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * Reads the status file that an OpenVPN server writes ({@code --status}), in each of its three
 * versions ({@code --status-version}) and as each of 2.3 to 2.7 prints it; also what the management
 * interface answers to {@code status}. Columns are found by the names in the headers:
 *
 * <pre>
 * OpenVPN CLIENT LIST                                         version 1
 * Updated,TIME
 * Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since
 * one line a client
 * ROUTING TABLE
 * Virtual Address,Common Name,Real Address,Last Ref
 * one line a route
 * GLOBAL STATS
 * Max bcast/mcast queue length,0
 * END
 *
 * TITLE,OpenVPN 2.6.14 …                                      version 2; in 3 tabs stand for commas
 * TIME,TIME,SECONDS
 * HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,…
 * CLIENT_LIST,…
 * HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)
 * ROUTING_TABLE,…
 * GLOBAL_STATS,Max bcast/mcast queue length,0
 * END
 * </pre>
 *
 * <p>Lines of a kind that is not known are passed over if a header announces it, otherwise refused:
 * they may be what is left of the file that is just overwritten.
 */
public final class StatusParser {
  private static final String FIRST_LINE = "OpenVPN CLIENT LIST";
  private static final String CLIENTS_OWN = "OpenVPN STATISTICS";
  private static final String BAD_VERSION = "ERROR: bad status format";
  private static final int MOST_KINDS = 64;

  private final Line line;
  private final StatusTime clock;
  private final Clients clients;
  private final Routes routes;
  private final Statistics statistics = new Statistics();
  private final Set<String> announced = new HashSet<>();
  private @Nullable String title;
  private @Nullable Instant updated;

  private StatusParser(byte[] bytes, int length, byte separator, ZoneId zone) {
    this.line = new Line(bytes, length, separator);
    this.clock = new StatusTime(zone);
    this.clients = new Clients(line, clock);
    this.routes = new Routes(line, clock);
  }

  /**
   * Reads a whole file.
   *
   * @param bytes holds the file from its beginning
   * @param length how many of the bytes are the file
   * @param zone the server's time zone: in version 1 nothing else tells what its times mean
   * @throws TornStatusException when it lacks its end or shows two writings at once: it may be
   *     whole the next moment
   * @throws MalformedStatusException when it is no server's status file, or garbled; that too may
   *     come from reading while it is written
   */
  public static OpenVpnStatus parse(byte[] bytes, int length, ZoneId zone)
      throws MalformedStatusException {
    if (length == 0) {
      throw new TornStatusException("empty: the server has not written it yet");
    }
    if (begins(bytes, length, "TITLE,")) {
      return new StatusParser(bytes, length, (byte) ',', zone).parseTagged();
    }
    if (begins(bytes, length, "TITLE\t")) {
      return new StatusParser(bytes, length, (byte) '\t', zone).parseTagged();
    }
    if (begins(bytes, length, FIRST_LINE)) {
      return new StatusParser(bytes, length, (byte) ',', zone).parsePlain();
    }
    throw new MalformedStatusException("line 1: " + whatElse(bytes, length));
  }

  private static String whatElse(byte[] bytes, int length) {
    if (begins(bytes, length, CLIENTS_OWN)) {
      return "the status file of an OpenVPN client or of a tunnel with one peer, which names nobody:"
          + " give that of a server (--mode server)";
    }
    if (begins(bytes, length, BAD_VERSION)) {
      return "the server knows no such version of the file: set its status-version to 1, 2 or 3";
    }
    return "not the first line of an OpenVPN server's status file";
  }

  private static boolean begins(byte[] bytes, int length, String ascii) {
    byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
    if (length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Version 1: sections, each with a headline. */
  private OpenVpnStatus parsePlain() throws MalformedStatusException {
    advance();
    if (!line.is(FIRST_LINE)) {
      throw line.malformed("not the first line of an OpenVPN server's status file");
    }
    advance();
    if (line.fields() != 2 || !line.fieldIs(0, "Updated")) {
      throw line.malformed("the time of writing is missing");
    }
    updated = clock.at(line, line.from(1), line.to(1));
    advance();
    clients.header(0);
    while (advancedBefore("ROUTING TABLE")) {
      clients.row();
    }
    advance();
    routes.header(0);
    while (advancedBefore("GLOBAL STATS")) {
      routes.row();
    }
    while (advancedBefore("END")) {
      statistics.row(line, 0);
    }
    return finished();
  }

  /** Versions 2 and 3: the first field of each line says what it is. */
  private OpenVpnStatus parseTagged() throws MalformedStatusException {
    advance();
    title = line.text(line.from(1), line.to(line.fields() - 1));
    while (advancedBefore("END")) {
      if (line.fieldIs(0, "CLIENT_LIST")) {
        clients.row();
      } else if (line.fieldIs(0, "ROUTING_TABLE")) {
        routes.row();
      } else if (line.fieldIs(0, "GLOBAL_STATS")) {
        statistics.row(line, 1);
      } else if (line.fieldIs(0, "HEADER") && line.fields() > 1) {
        header();
      } else if (line.fieldIs(0, "TIME") && line.fields() > 1) {
        time();
      } else if (!announced.contains(line.text(line.from(0), line.to(0)))) {
        throw line.malformed("not a line of a status file");
      }
    }
    return finished();
  }

  private void header() throws MalformedStatusException {
    if (line.fieldIs(1, "CLIENT_LIST")) {
      clients.header(2);
    } else if (line.fieldIs(1, "ROUTING_TABLE")) {
      routes.header(2);
    } else if (announced.size() < MOST_KINDS) {
      announced.add(line.text(line.from(1), line.to(1)));
    }
  }

  private void time() throws MalformedStatusException {
    if (updated != null) {
      throw line.torn("a second time of writing: the file is just being written");
    }
    updated =
        line.fields() > 2
            ? Instant.ofEpochSecond(
                line.decimal(line.from(2), line.to(2), StatusTime.MOST_SECONDS, "the time"))
            : clock.at(line, line.from(1), line.to(1));
  }

  private boolean advancedBefore(String end) throws MalformedStatusException {
    advance();
    return !line.is(end);
  }

  private void advance() throws MalformedStatusException {
    if (!line.next() || (!line.isEnded() && !line.is("END"))) {
      throw new TornStatusException("cut short: the last line is not END");
    }
  }

  private OpenVpnStatus finished() throws MalformedStatusException {
    if (line.next()) {
      throw line.torn("more behind END: the file is just being written");
    }
    if (updated == null) {
      throw new MalformedStatusException("the time of writing is missing");
    }
    return new OpenVpnStatus(
        title,
        updated,
        clients.finished(),
        routes.finished(),
        statistics.maxBcastMcastQueueLength(),
        statistics.dcoEnabled());
  }
}
