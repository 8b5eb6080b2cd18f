package org.vpnledger.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vpnledger.vpn.Network;

/** The {@code [[flow.rule]]} tables: about whom another thing is logged than about the others. */
final class FlowRules {
  static final String SECTION = "flow.rule";
  private static final int MOST = 1000;

  static final Key<String> PEER =
      new Key<>(
          "flow.rule.peer",
          new Kind.Text(
              "a peer's name, public key or common name",
              Pattern.compile("[^\\p{Cc}\\p{Zl}\\p{Zp}]{1,256}")),
          null,
          "Only this peer: its name (in any case), public key or common name.");
  static final Key<Network> NETWORK =
      new Key<>(
          "flow.rule.network",
          new Kind.Range(),
          null,
          "Only traffic with an address of this network on either side.");
  static final Key<String> TUNNEL =
      new Key<>(
          "flow.rule.tunnel",
          new Kind.Text("an interface's name", Keys.INTERFACE),
          null,
          "Only this tunnel, by its interface's name.");
  static final Key<String> LOG =
      new Key<>(
          "flow.rule.log",
          new Kind.Text(FlowKeys.LEVELS_EXPECTED, Pattern.compile(FlowKeys.LEVELS)),
          null,
          "As in [flow]; a rule need not say everything.");
  static final Key<String> DESTINATIONS =
      new Key<>(
          "flow.rule.destinations",
          new Kind.Text(
              FlowKeys.DESTINATIONS_EXPECTED, Pattern.compile(FlowKeys.DESTINATIONS_SHOWN)),
          null,
          "As in [flow].");
  static final Key<Boolean> DNS =
      new Key<>(
          "flow.rule.dns",
          new Kind.Switch(),
          null,
          "As in [flow]; true: also where destinations are disguised.");

  private static final List<Key<?>> WHOM = List.of(PEER, NETWORK, TUNNEL);
  private static final List<Key<?>> WHAT = List.of(LOG, DESTINATIONS, DNS);

  /** All of them, by name. */
  static final Map<String, Key<?>> BY_NAME = Keys.byName(WHOM, WHAT);

  /** A rule to begin with, since no key of a rule has a default. */
  static final Map<String, String> EXAMPLE =
      Map.of(
          PEER.name(), "\"Alice\"",
          NETWORK.name(), "\"192.0.2.0/24\"",
          TUNNEL.name(), "\"wg0\"",
          LOG.name(), "\"totals\"",
          DESTINATIONS.name(), "\"truncated\"",
          DNS.name(), "false");

  private FlowRules() {}

  /** Reads the tables, and tells of those that say nothing. */
  static List<Values> read(TomlNode node, Surroundings here, Path base, List<String> problems) {
    List<Tables.One> read = new ArrayList<>();
    new Tables(SECTION, BY_NAME, here, base, problems)
        .read(
            node,
            rule -> {
              read.add(rule);
              if (isSilent(rule, WHOM)) {
                tell(
                    rule,
                    "needs peer, network or tunnel: what holds for all is set in [flow]",
                    problems);
              }
              if (isSilent(rule, WHAT)) {
                tell(rule, "needs log, destinations or dns: it changes nothing", problems);
              }
            });
    if (read.size() > MOST) {
      tell(read.get(MOST), "expected at most " + MOST + " rules, found " + read.size(), problems);
    }
    return read.stream().map(Tables.One::values).toList();
  }

  /** A key with a wrong value is told of already, and so is one that is misspelled. */
  private static boolean isSilent(Tables.One rule, List<Key<?>> keys) {
    return rule.isSound() && keys.stream().noneMatch(rule.values()::isSet);
  }

  private static void tell(Tables.One rule, String problem, List<String> problems) {
    problems.add(rule.node().at().complain(SECTION, problem));
  }

  static FlowSection.Rule settings(Values rule) {
    return new FlowSection.Rule(
        Optional.ofNullable(rule.find(PEER)),
        Optional.ofNullable(rule.find(NETWORK)),
        Optional.ofNullable(rule.find(TUNNEL)),
        Optional.ofNullable(rule.find(LOG)),
        Optional.ofNullable(rule.find(DESTINATIONS)),
        Optional.ofNullable(rule.find(DNS)));
  }
}
