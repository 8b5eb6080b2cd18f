package org.vpnledger.hook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.vpnledger.ledger.EventType;

/**
 * What is run, for what, and within which bounds.
 *
 * @param script an absolute path
 * @param events the types of events that it is run for
 * @param timeout how long one run may take
 * @param parallel how many runs at once
 * @param attempts how often a run that fails is tried in all
 */
public record HookRules(
    Path script, Set<EventType> events, Duration timeout, int parallel, int attempts) {
  public HookRules {
    events = Set.copyOf(events);
  }
}
