package org.vpnledger.flow.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions that have a command of their own. */
public sealed interface FlowQuestion {
  /** As SQL. */
  Query query();

  /** What rows of {@link Top} stand for. */
  enum By {
    PEER,
    HOST,
    ADDRESS,
    PORT,
    PROTOCOL
  }

  /** The sums of a group: what was received from peers, what was sent to them, both and unknown. */
  String AMOUNTS =
      "coalesce(sum(bytes) FILTER (direction = 'rx'), 0)::BIGINT AS rx_bytes,"
          + " coalesce(sum(bytes) FILTER (direction = 'tx'), 0)::BIGINT AS tx_bytes,"
          + " sum(bytes)::BIGINT AS total_bytes, sum(packets)::BIGINT AS packets,";

  String OF_SUMS =
      AMOUNTS + " sum(flows)::BIGINT AS flows, make_timestamptz(max(last_ns) // 1000) AS last";
  String OF_FLOWS =
      AMOUNTS + " count(*)::BIGINT AS flows, make_timestamptz(max(end_ns) // 1000) AS last";

  /** What the peer was called last, or its short key. */
  String NAME = "coalesce(arg_max(name, %s), " + Questions.SHORT_KEY + ") AS name";

  /** Who, or what, moved the most. */
  record Top(By by, long count) implements FlowQuestion {
    @Override
    public Query query() {
      String sql =
          switch (by) {
            case PEER ->
                "SELECT "
                    + NAME.formatted("last_ns")
                    + ", peer, "
                    + OF_SUMS
                    + " FROM peer_hours GROUP BY peer";
            case HOST -> "SELECT host, " + OF_SUMS + " FROM host_hours GROUP BY host";
            case ADDRESS ->
                "SELECT address, arg_max(host, end_ns) AS host, "
                    + OF_FLOWS
                    + " FROM flows GROUP BY address";
            case PORT ->
                "SELECT protocol::BIGINT AS protocol, port::BIGINT AS port, "
                    + Questions.SERVICE
                    + ", "
                    + OF_SUMS
                    + " FROM service_hours GROUP BY protocol, port";
            case PROTOCOL ->
                "SELECT protocol::BIGINT AS protocol, "
                    + Questions.PROTOCOL
                    + " AS service, "
                    + OF_SUMS
                    + " FROM service_hours GROUP BY protocol";
          };
      View view =
          switch (by) {
            case PEER -> View.PEER_HOURS;
            case HOST -> View.HOST_HOURS;
            case ADDRESS -> View.FLOWS;
            case PORT, PROTOCOL -> View.SERVICE_HOURS;
          };
      return Questions.query(sql, " ORDER BY total_bytes DESC, 1, 2", view, List.of(), count);
    }
  }

  /** Pairs of a peer and its other side: the host that it had looked up, or else the address. */
  record Talkers(long count) implements FlowQuestion {
    @Override
    public Query query() {
      return Questions.query(
          "SELECT "
              + NAME.formatted("end_ns")
              + ", peer, coalesce(host, address) AS other,"
              + " count(DISTINCT address)::BIGINT AS addresses, "
              + OF_FLOWS
              + " FROM flows GROUP BY peer, coalesce(host, address)",
          " ORDER BY total_bytes DESC, peer, other",
          View.FLOWS,
          List.of(),
          count);
    }
  }

  /**
   * Names that were asked for: by whom, how often, and the last answer.
   *
   * @param text only names that contain it, absent for all
   */
  record Names(@Nullable String text, long count) implements FlowQuestion {
    @Override
    public Query query() {
      return Questions.query(
          "SELECT "
              + NAME.formatted("time_ns")
              + ", peer, question, type, count(*)::BIGINT AS times,"
              + " arg_max(rcode, time_ns) AS rcode,"
              + " arg_max(answers, time_ns) AS answers,"
              + " make_timestamptz(max(time_ns) // 1000) AS last FROM dns"
              + (text == null ? "" : " WHERE contains(lower(question), ?)")
              + " GROUP BY peer, question, type",
          " ORDER BY times DESC, peer, question, type",
          View.DNS,
          text == null ? List.of() : List.of(text.toLowerCase(Locale.ROOT)),
          count);
    }
  }

  /** Who there is: the peers and the names that they had. */
  record Peers() implements FlowQuestion {
    @Override
    public Query query() {
      return new Query(
          "SELECT peer, name, make_timestamptz(max(last_ns) // 1000) AS last FROM peer_hours"
              + " WHERE peer IS NOT NULL GROUP BY peer, name ORDER BY peer, max(last_ns), name",
          List.of(),
          Set.of(View.PEER_HOURS));
    }
  }

  /** Where a peer went, by its key. */
  record Peer(String key, long count) implements FlowQuestion {
    @Override
    public Query query() {
      return Questions.query(
          "SELECT coalesce(host, address) AS other, protocol::BIGINT AS protocol,"
              + " port::BIGINT AS port, "
              + Questions.SERVICE
              + ", "
              + OF_FLOWS
              + " FROM flows WHERE peer = ? GROUP BY coalesce(host, address), protocol, port",
          " ORDER BY total_bytes DESC, other, protocol, port",
          View.FLOWS,
          List.of(key),
          count);
    }
  }

  /** Who went to a host or what is below it, by the name that they had looked up. */
  record Host(String name, long count) implements FlowQuestion {
    @Override
    public Query query() {
      String wanted = name.toLowerCase(Locale.ROOT);
      String host = wanted.endsWith(".") ? wanted.substring(0, wanted.length() - 1) : wanted;
      return Questions.query(
          "SELECT "
              + NAME.formatted("last_ns")
              + ", peer, host, "
              + OF_SUMS
              + " FROM hours WHERE lower(host) = ? OR ends_with(lower(host), '.' || ?)"
              + " GROUP BY peer, host",
          " ORDER BY total_bytes DESC, peer, host",
          View.HOURS,
          List.of(host, host),
          count);
    }
  }

  /** Who used a port, on either side. */
  record Port(int port, long count) implements FlowQuestion {
    @Override
    public Query query() {
      return Questions.query(
          "SELECT "
              + NAME.formatted("end_ns")
              + ", peer, protocol::BIGINT AS protocol, "
              + Questions.PROTOCOL
              + " AS service, coalesce(host, address) AS other, "
              + OF_FLOWS
              + " FROM flows WHERE (src_port = ? OR dst_port = ?)"
              + " AND (protocol IN (6, 17) OR protocol IN (33, 132, 136))"
              + " GROUP BY peer, protocol, coalesce(host, address)",
          " ORDER BY total_bytes DESC, peer, protocol, other",
          View.FLOWS,
          List.of(port, port),
          count);
    }
  }

  /** Flows of which any text, or an address or its network, is what was given; the latest first. */
  record Search(String text, long count) implements FlowQuestion {
    @Override
    public Query query() {
      List<Object> values = new ArrayList<>();
      String where = Questions.matching(text, values);
      return Questions.query(
          "SELECT started, coalesce(name, "
              + Questions.SHORT_KEY
              + ") AS name, peer, gateway, tunnel, direction, protocol::BIGINT AS protocol, "
              + Questions.SERVICE
              + ", src, src_port::BIGINT AS src_port, dst, dst_port::BIGINT AS dst_port, host,"
              + " packets, bytes, ended FROM flows WHERE "
              + where,
          " ORDER BY start_ns DESC, src, src_port, dst, dst_port, direction",
          View.FLOWS,
          values,
          count);
    }
  }
}
