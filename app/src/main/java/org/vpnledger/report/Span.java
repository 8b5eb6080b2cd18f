package org.vpnledger.report;

import java.time.Instant;

/** The time that is asked about, {@code [from, to)}. */
public record Span(Instant from, Instant to) {}
