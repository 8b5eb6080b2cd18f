package org.vpnledger.daemon;

import static org.vpnledger.report.Column.Kind.FLAG;
import static org.vpnledger.report.Column.Kind.NUMBER;
import static org.vpnledger.report.Column.Kind.TEXT;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.FlowStoreSection;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.policy.Decision;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.policy.Rule;
import org.vpnledger.flow.policy.Ruling;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.report.Column;
import org.vpnledger.report.Directory;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;
import org.vpnledger.store.PeerRow;
import org.vpnledger.vpn.Network;

/** What is logged about whom, for how long and where, as the settings have it. */
final class PolicyReport {
  @SuppressWarnings("ImmutableEnumChecker") // a column is a record of texts
  private enum Field {
    ABOUT(Column.of("about", "ABOUT", TEXT)),
    NAME(Column.of("name", "NAME", TEXT)),
    TUNNEL(Column.of("tunnel", "TUNNEL", TEXT).leftOut(2)),
    NETWORK(Column.of("network", "NETWORK", TEXT)),
    LOG(Column.of("log", "LOG", TEXT)),
    DESTINATIONS(Column.of("destinations", "DESTINATIONS", TEXT)),
    DNS(Column.of("dns", "DNS", FLAG)),
    SAID_BY(Column.of("said_by", "SAID BY", TEXT).leftOut(1)),
    PEER(Column.hidden("peer", TEXT)),
    HOSTS(Column.hidden("hosts", FLAG)),
    LOG_RULE(Column.hidden("log_rule", NUMBER)),
    DESTINATIONS_RULE(Column.hidden("destinations_rule", NUMBER)),
    DNS_RULE(Column.hidden("dns_rule", NUMBER)),
    DATA_SET(Column.of("data_set", "DATA SET", TEXT)),
    KEPT(Column.of("kept", "KEPT", TEXT)),
    RETENTION_DAYS(Column.hidden("retention_days", NUMBER)),
    FOLDER(Column.of("folder", "FOLDER", TEXT)),
    UPLOADED_TO(Column.of("uploaded_to", "UPLOADED TO", TEXT)),
    SENT_TO(Column.of("sent_to", "SENT TO", TEXT)),
    ENABLED(Column.hidden("enabled", FLAG)),
    GATEWAY(Column.hidden("gateway", TEXT));

    private final Column column;

    Field(Column column) {
      this.column = column;
    }
  }

  private static final List<Field> OF_WHOM =
      List.of(
          Field.ABOUT,
          Field.NAME,
          Field.TUNNEL,
          Field.NETWORK,
          Field.LOG,
          Field.DESTINATIONS,
          Field.DNS,
          Field.SAID_BY);
  private static final List<Field> OF_DATA_SETS =
      List.of(Field.DATA_SET, Field.KEPT, Field.FOLDER, Field.UPLOADED_TO, Field.SENT_TO);

  private final Settings settings;
  private final FlowSection flow;
  private final Policy policy;
  private final List<Map<Field, Object>> who = new ArrayList<>();
  private final List<Map<Field, Object>> dataSets = new ArrayList<>();

  /**
   * Makes it.
   *
   * @param peers those to tell of
   * @param rules whether the default and the rules are told, too
   */
  PolicyReport(Settings settings, List<PeerRow> peers, boolean rules) {
    this.settings = settings;
    this.flow = settings.flow();
    this.policy = FlowPolicy.of(flow);
    if (rules) {
      defaults();
      for (int i = 0; i < policy.settings().rules().size(); i++) {
        rule(i + 1, policy.settings().rules().get(i));
      }
    }
    peers.forEach(this::peer);
    dataSet("packets", flow.retention().packets(), false);
    dataSet("flows", flow.retention().flows(), true);
    dataSet("dns", flow.retention().dns(), false);
    dataSet("totals", flow.retention().totals(), false);
  }

  private void defaults() {
    Map<Field, Object> row = row(who, "default");
    decided(row, policy.explain("", null, null, _ -> false));
  }

  private void rule(int number, Rule rule) {
    Map<Field, Object> row = row(who, "rule " + number);
    put(row, Field.NAME, rule.peer());
    put(row, Field.TUNNEL, rule.tunnel());
    put(row, Field.NETWORK, rule.network());
    put(row, Field.LOG, rule.level() == null ? null : rule.level().text());
    put(row, Field.DESTINATIONS, rule.destinations() == null ? null : rule.destinations().text());
    put(row, Field.DNS, rule.dns());
  }

  /** First what holds wherever it goes, then what other networks make of it. */
  private void peer(PeerRow peer) {
    String tunnel = peer.tunnel().interfaceName();
    String key = peer.key().text();
    boolean captured = flow.interfaces().isEmpty() || flow.interfaces().contains(tunnel);
    List<Network> own = networks(peer.state());
    Ruling usual = policy.explain(tunnel, key, peer.name(), rule -> isAlways(rule, own));
    Map<Field, Object> row = peerRow(peer);
    if (!captured) {
      said(row, Decision.NOTHING);
      put(row, Field.SAID_BY, "interfaces");
      return;
    }
    decided(row, usual);
    for (int number : policy.networkRules(tunnel, key, peer.name())) {
      Rule one = policy.settings().rules().get(number - 1);
      Ruling there =
          policy.explain(tunnel, key, peer.name(), rule -> isAlways(rule, own) || rule.equals(one));
      if (!isAlways(one, own) && !isSame(there.decision(), usual.decision())) {
        Map<Field, Object> exception = peerRow(peer);
        put(exception, Field.NETWORK, one.network());
        decided(exception, there);
      }
    }
  }

  private Map<Field, Object> peerRow(PeerRow peer) {
    Map<Field, Object> row = row(who, "peer");
    put(row, Field.NAME, Directory.nameOf(peer));
    put(row, Field.TUNNEL, peer.tunnel().interfaceName());
    put(row, Field.PEER, peer.key().text());
    return row;
  }

  private static List<Network> networks(@Nullable PeerState state) {
    return state == null
        ? List.of()
        : state.allowedIps().stream().map(Network::parse).filter(Objects::nonNull).toList();
  }

  /** One side of all of its traffic is an address of its own. */
  private static boolean isAlways(Rule rule, List<Network> own) {
    Network network = rule.network();
    return network != null
        && !own.isEmpty()
        && own.stream()
            .allMatch(one -> network.contains(one.first()) && network.prefix() <= one.prefix());
  }

  /** Without addresses it does not matter how those would be told. */
  private static boolean isSame(Decision one, Decision other) {
    return one.equals(other) || (one.level() == other.level() && !one.level().hasFlows());
  }

  private void decided(Map<Field, Object> row, Ruling ruling) {
    said(row, ruling.decision());
    put(row, Field.LOG_RULE, (long) ruling.levelRule());
    put(row, Field.DESTINATIONS_RULE, (long) ruling.destinationsRule());
    put(row, Field.DNS_RULE, (long) ruling.dnsRule());
    put(row, Field.SAID_BY, by(ruling));
  }

  private static void said(Map<Field, Object> row, Decision decision) {
    boolean addresses = decision.level().hasFlows();
    put(row, Field.LOG, decision.level().text());
    put(row, Field.DESTINATIONS, addresses ? decision.destinations().text() : null);
    put(row, Field.DNS, decision.dns());
    put(row, Field.HOSTS, decision.host());
  }

  private static String by(Ruling ruling) {
    if (!ruling.decision().level().hasFlows()) {
      return by(ruling.levelRule());
    }
    Map<Integer, String> parts = new LinkedHashMap<>();
    parts.put(ruling.levelRule(), "log");
    parts.merge(ruling.destinationsRule(), "destinations", PolicyReport::joined);
    parts.merge(ruling.dnsRule(), "dns", PolicyReport::joined);
    return parts.size() == 1
        ? by(ruling.levelRule())
        : parts.entrySet().stream()
            .map(part -> part.getValue() + ": " + by(part.getKey()))
            .collect(Collectors.joining("; "));
  }

  private static String joined(String one, String other) {
    return one + ", " + other;
  }

  private static String by(int rule) {
    return rule == 0 ? "default" : "rule " + rule;
  }

  private void dataSet(String name, int days, boolean sent) {
    Map<Field, Object> row = row(dataSets, "data set");
    put(row, Field.DATA_SET, name);
    put(row, Field.RETENTION_DAYS, (long) days);
    put(row, Field.KEPT, days == 0 ? "for ever" : days == 1 ? "1 day" : days + " days");
    put(row, Field.FOLDER, flow.folder().resolve(name).toString());
    put(row, Field.UPLOADED_TO, bucket());
    put(row, Field.SENT_TO, sent && !flow.ipfix().isEmpty() ? flow.ipfix() : null);
  }

  private @Nullable String bucket() {
    FlowStoreSection store = settings.flowStore();
    return !store.isConfigured()
        ? null
        : (store.endpoint().isEmpty() ? "s3:/" : store.endpoint()) + "/" + store.bucket();
  }

  private Map<Field, Object> row(List<Map<Field, Object>> rows, String about) {
    Map<Field, Object> row = new EnumMap<>(Field.class);
    put(row, Field.ABOUT, about);
    put(row, Field.ENABLED, flow.enabled());
    put(row, Field.GATEWAY, settings.gatewayName());
    rows.add(row);
    return row;
  }

  private static void put(Map<Field, Object> row, Field field, @Nullable Object value) {
    if (value != null) {
      row.put(field, value instanceof Network ? value.toString() : value);
    }
  }

  /** What a table does not tell. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        SafeText.plain(settings.gatewayName())
            + (flow.enabled()
                ? ": the flow log is on, of " + tunnels()
                : ": the flow log is off; were it on, this would hold"));
    if (!flow.filter().isEmpty()) {
      lines.add("packets are seen only if: " + SafeText.plain(flow.filter()));
    }
    if (policy.mayLog(decision -> decision.destinations() == Destinations.HASHED)) {
      lines.add(
          "hashes are made with a key that is destroyed after %s, and with it the way back"
              .formatted(flow.keyRotationDays() == 1 ? "1 day" : flow.keyRotationDays() + " days"));
    }
    if (settings.flowStore().isConfigured()) {
      lines.add(
          "finished files go to the store and "
              + (settings.flowStore().keep() ? "are kept here as well" : "are removed here")
              + "; how long it keeps them is a setting of the store");
    }
    return lines;
  }

  private String tunnels() {
    return flow.interfaces().isEmpty()
        ? "every tunnel that the ledger reads on this machine"
        : String.join(", ", flow.interfaces());
  }

  /** Rules about a peer that nobody is, a line each: a name may be misspelled. */
  static List<String> strangers(FlowSection flow, List<PeerRow> known) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < flow.rules().size(); i++) {
      String peer = flow.rules().get(i).peer().orElse(null);
      if (peer != null
          && known.stream()
              .noneMatch(
                  one -> one.key().text().equals(peer) || peer.equalsIgnoreCase(one.name()))) {
        lines.add(
            "rule %d is about '%s', whom the ledger does not know"
                .formatted(i + 1, SafeText.plain(peer)));
      }
    }
    return lines;
  }

  /** The default, the rules, and peers. */
  Sheet who(ZoneId zone) {
    return sheet(OF_WHOM, who, zone);
  }

  /** How long what is kept, and where it goes. */
  Sheet dataSets(ZoneId zone) {
    return sheet(OF_DATA_SETS, dataSets, zone);
  }

  /** Both, for machines. */
  Sheet everything(ZoneId zone) {
    List<Map<Field, Object>> all = new ArrayList<>(who);
    all.addAll(dataSets);
    List<Field> fields = new ArrayList<>(List.of(Field.values()));
    fields.remove(Field.KEPT); // what retention_days says to people
    return sheet(fields, all, zone);
  }

  private static Sheet sheet(List<Field> fields, List<Map<Field, Object>> rows, ZoneId zone) {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (Map<Field, Object> row : rows) {
      List<@Nullable Object> line = new ArrayList<>();
      fields.forEach(field -> line.add(row.get(field)));
      cells.add(line);
    }
    return new Sheet(fields.stream().map(field -> field.column).toList(), cells, zone);
  }
}
