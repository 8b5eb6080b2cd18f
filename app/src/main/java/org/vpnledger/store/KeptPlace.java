package org.vpnledger.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place with what its keeper has to know of it.
 *
 * @param seenAt when somebody was last seen there
 * @param stranger whether nobody but refused strangers was
 * @param askedAt when a service answered that was asked for it; absent if none did. After an answer
 *     of no use it is such that the address has its turn again an hour later
 */
public record KeptPlace(
    PlaceRow row, Instant seenAt, boolean stranger, @Nullable Instant askedAt) {}
