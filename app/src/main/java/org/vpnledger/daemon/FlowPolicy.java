package org.vpnledger.daemon;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.vpnledger.config.FlowSection;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Disguise;
import org.vpnledger.flow.policy.Level;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.policy.PolicySettings;
import org.vpnledger.flow.policy.Rule;

/** What {@code [flow]} says of who is logged how, as the flow log takes it. */
final class FlowPolicy {
  private FlowPolicy() {}

  static Policy of(FlowSection flow) {
    return new Policy(
        new PolicySettings(
            Level.of(flow.log()),
            Destinations.of(flow.destinations()),
            flow.dns(),
            flow.rules().stream().map(FlowPolicy::rule).toList()));
  }

  private static Rule rule(FlowSection.Rule rule) {
    return new Rule(
        rule.peer().orElse(null),
        rule.network().orElse(null),
        rule.tunnel().orElse(null),
        rule.log().map(Level::of).orElse(null),
        rule.destinations().map(Destinations::of).orElse(null),
        rule.dns().orElse(null));
  }

  /**
   * What disguises addresses, with its key in {@code keys/} of the flow log's folder.
   *
   * @param problems told in a line each
   */
  static Disguise disguise(FlowSection flow, InstantSource clock, Consumer<String> problems) {
    return new Disguise(
        flow.folder().resolve("keys"), Duration.ofDays(flow.keyRotationDays()), clock, problems);
  }
}
