package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a peer was called from a moment on, until its next row.
 *
 * @param peer its number
 * @param name absent if it had no name any more
 */
public record NameRow(long peer, Instant from, @Nullable String name) {}
