package org.vpnledger.flow.policy;

/**
 * A decision, and which rule says what of it.
 *
 * @param levelRule its number from 1, or 0 for the default; so are the others
 * @param dnsRule also the one that disguises destinations, where no names are logged therefore
 */
public record Ruling(Decision decision, int levelRule, int destinationsRule, int dnsRule) {}
