package org.vpnledger.daemon;

import org.vpnledger.config.Settings;
import org.vpnledger.flow.policy.Destinations;
import org.vpnledger.flow.policy.Level;
import org.vpnledger.flow.policy.Policy;
import org.vpnledger.flow.policy.PolicySettings;
import org.vpnledger.flow.policy.Rule;

/** {@code [flow]} and its rules as a policy. */
final class FlowPolicies {
  private FlowPolicies() {}

  static Policy of(Settings.Flow settings) {
    return new Policy(
        new PolicySettings(
            Level.of(settings.log()),
            Destinations.of(settings.destinations()),
            settings.dns(),
            settings.rules().stream().map(FlowPolicies::rule).toList()));
  }

  private static Rule rule(Settings.FlowRule rule) {
    return new Rule(
        rule.peer().orElse(null),
        rule.network().orElse(null),
        rule.tunnel().orElse(null),
        rule.log().map(Level::of).orElse(null),
        rule.destinations().map(Destinations::of).orElse(null),
        rule.dns().orElse(null));
  }
}
