package org.vpnledger.flow.policy;

import java.util.List;

/**
 * What holds unless a rule says otherwise, and the rules.
 *
 * @param dns whether names are logged where destinations are whole; where they are not, a rule must
 *     say so
 */
public record PolicySettings(
    Level level, Destinations destinations, boolean dns, List<Rule> rules) {
  public PolicySettings {
    rules = List.copyOf(rules);
  }
}
