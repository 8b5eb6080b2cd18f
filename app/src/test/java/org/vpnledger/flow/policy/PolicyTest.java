package org.vpnledger.flow.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

final class PolicyTest {
  private static final String KEY = "QWxpY2VBbGljZUFsaWNlQWxpY2VBbGljZUFsaWNlQWw=";
  private static final Address ALICE = address("10.8.0.2");
  private static final Address THERE = address("192.0.2.80");

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  private static Rule rule(
      @Nullable String peer,
      @Nullable String network,
      @Nullable String tunnel,
      @Nullable Level level,
      @Nullable Destinations destinations,
      @Nullable Boolean dns) {
    Network range = network == null ? null : Network.parse(network);
    return new Rule(peer, range, tunnel, level, destinations, dns);
  }

  private static Policy policy(Rule... rules) {
    return new Policy(new PolicySettings(Level.FLOWS, Destinations.WHOLE, true, List.of(rules)));
  }

  private static Decision alice(Policy policy) {
    return policy.decide("wg0", KEY, "Alice", ALICE, THERE);
  }

  @Test
  void without_rules_the_default_holds_for_everybody() {
    assertThat(alice(policy())).isEqualTo(new Decision(Level.FLOWS, Destinations.WHOLE, true));
    assertThat(policy().decide("wg0", null, null, THERE, THERE)).isEqualTo(alice(policy()));
  }

  @Test
  void a_rule_names_a_tunnel_alone_or_with_its_source() {
    Policy alone = policy(rule(null, null, "wg0", Level.NONE, null, null));
    assertThat(alone.decide("wg0@kernel", KEY, "Alice", ALICE, THERE).level())
        .isEqualTo(Level.NONE);
    assertThat(alone.decide("wg01@kernel", KEY, "Alice", ALICE, THERE).level())
        .isEqualTo(Level.FLOWS);
    Policy one = policy(rule(null, null, "wg0@kernel", Level.NONE, null, null));
    assertThat(one.decide("wg0@kernel", KEY, "Alice", ALICE, THERE).level()).isEqualTo(Level.NONE);
    assertThat(one.decide("wg0@office", KEY, "Alice", ALICE, THERE).level()).isEqualTo(Level.FLOWS);
  }

  @Test
  void of_the_rules_that_match_the_first_that_says_something_decides_it() {
    Policy policy =
        policy(
            rule("Bob", null, null, Level.PACKETS, null, null),
            rule("Alice", null, null, null, Destinations.TRUNCATED, null),
            rule(null, null, "wg0", Level.TOTALS, Destinations.HASHED, null),
            rule(null, "10.8.0.0/24", null, Level.NONE, null, null));
    assertThat(alice(policy)).isEqualTo(new Decision(Level.TOTALS, Destinations.TRUNCATED, false));
    assertThat(policy.explain("wg0", KEY, "Alice", _ -> true))
        .isEqualTo(new Ruling(alice(policy), 3, 2, 2));
    assertThat(policy.decide("wg1", KEY, "Alice", ALICE, THERE).level()).isEqualTo(Level.NONE);
    assertThat(policy.decide("wg1", KEY, "Alice", THERE, THERE).level()).isEqualTo(Level.FLOWS);
  }

  @Test
  void a_peer_is_meant_by_its_name_in_any_case_or_by_its_key_exactly() {
    assertThat(alice(policy(rule("aLICE", null, null, Level.NONE, null, null))).level())
        .isEqualTo(Level.NONE);
    assertThat(alice(policy(rule(KEY, null, null, Level.NONE, null, null))).level())
        .isEqualTo(Level.NONE);
    String otherKey = KEY.toLowerCase(Locale.ROOT);
    assertThat(alice(policy(rule(otherKey, null, null, Level.NONE, null, null))).level())
        .isEqualTo(Level.FLOWS);
    assertThat(
            policy(rule("Alice", null, null, Level.NONE, null, null))
                .decide("wg0", null, null, ALICE, THERE)
                .level())
        .isEqualTo(Level.FLOWS);
  }

  @Test
  void a_network_is_meant_on_either_side_and_of_either_version() {
    Policy policy =
        policy(
            rule(null, "192.0.2.0/24", null, Level.NONE, null, null),
            rule(null, "2001:db8::/32", null, Level.TOTALS, null, null));
    Address other = address("198.51.100.1");
    assertThat(policy.decide("wg0", KEY, null, ALICE, THERE).level()).isEqualTo(Level.NONE);
    assertThat(policy.decide("wg0", KEY, null, THERE, ALICE).level()).isEqualTo(Level.NONE);
    assertThat(policy.decide("wg0", KEY, null, ALICE, other).level()).isEqualTo(Level.FLOWS);
    assertThat(policy.decide("wg0", KEY, null, address("2001:db8::1"), other).level())
        .isEqualTo(Level.TOTALS);
  }

  @Test
  void names_of_disguised_destinations_are_logged_only_if_a_rule_says_so() {
    Rule truncated = rule("Alice", null, null, null, Destinations.TRUNCATED, null);
    assertThat(alice(policy(truncated)).dns()).isFalse();
    Decision asked = alice(policy(truncated, rule(null, null, "wg0", null, null, true)));
    assertThat(asked.dns()).isTrue();
    assertThat(asked.host()).isTrue();
    Decision hashed = alice(policy(rule("Alice", null, null, null, Destinations.HASHED, true)));
    assertThat(hashed.dns()).isTrue();
    assertThat(hashed.host()).as("beside a hash").isFalse();
  }

  @Test
  void where_only_totals_are_logged_or_nothing_no_names_are_whatever_a_rule_says() {
    for (Level level : List.of(Level.TOTALS, Level.NONE)) {
      Decision decision = alice(policy(rule("Alice", null, null, level, null, true)));
      assertThat(decision.dns()).isFalse();
      assertThat(decision.host()).isFalse();
      assertThat(level.hasFlows() || level.hasPackets()).isFalse();
    }
  }

  @Test
  void what_is_never_needed_is_known() {
    Policy policy = policy(rule("Alice", null, null, null, Destinations.HASHED, null));
    assertThat(policy.mayLog(one -> one.destinations() == Destinations.HASHED)).isTrue();
    assertThat(policy.mayLog(one -> one.destinations() == Destinations.TRUNCATED)).isFalse();
    assertThat(policy.mayLog(one -> one.level().hasPackets())).isFalse();
    assertThat(
            policy(rule("Alice", null, null, Level.PACKETS, null, null))
                .mayLog(one -> one.level().hasPackets()))
        .isTrue();
  }

  @Test
  void for_any_rules_it_is_what_reading_them_from_the_top_gives_and_asking_again_changes_nothing() {
    Random random = new Random(7);
    List<String> peers = List.of("alice", "bob", KEY);
    List<String> networks = List.of("10.8.0.0/24", "192.0.2.0/25", "0.0.0.0/0", "2001:db8::/32");
    List<Address> addresses =
        List.of(ALICE, THERE, address("192.0.2.200"), address("2001:db8::1"), address("fd00::1"));
    for (int round = 0; round < 300; round++) {
      List<Rule> rules = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        rules.add(
            rule(
                some(random, peers),
                some(random, networks),
                some(random, List.of("wg0", "wg1")),
                some(random, List.of(Level.values())),
                some(random, List.of(Destinations.values())),
                some(random, List.of(true, false))));
      }
      PolicySettings settings =
          new PolicySettings(Level.PACKETS, Destinations.WHOLE, random.nextBoolean(), rules);
      Policy policy = new Policy(settings);
      for (int ask = 0; ask < 40; ask++) {
        String tunnel = random.nextBoolean() ? "wg0" : "wg1";
        String key = some(random, List.of(KEY, "other"));
        String name = some(random, List.of("Alice", "Bob"));
        Address src = addresses.get(random.nextInt(addresses.size()));
        Address dst = addresses.get(random.nextInt(addresses.size()));
        Decision decision = policy.decide(tunnel, key, name, src, dst);
        assertThat(decision).isEqualTo(plainly(settings, tunnel, key, name, src, dst));
        assertThat(policy.decide(tunnel, key, name, src, dst)).isEqualTo(decision);
      }
    }
  }

  private static <T> @Nullable T some(Random random, List<T> of) {
    return random.nextBoolean() ? null : of.get(random.nextInt(of.size()));
  }

  private static Decision plainly(
      PolicySettings settings,
      String tunnel,
      @Nullable String key,
      @Nullable String name,
      Address src,
      Address dst) {
    List<Rule> matching =
        settings.rules().stream()
            .filter(rule -> rule.isAbout(tunnel, key, name) && rule.covers(src, dst))
            .toList();
    Level level =
        matching.stream()
            .map(Rule::level)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(settings.level());
    Destinations how =
        matching.stream()
            .map(Rule::destinations)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(settings.destinations());
    boolean dns =
        matching.stream()
            .map(Rule::dns)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(settings.dns() && how == Destinations.WHOLE);
    return new Decision(level, how, dns);
  }
}
