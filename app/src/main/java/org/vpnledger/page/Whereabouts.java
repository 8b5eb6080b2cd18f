package org.vpnledger.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address that a user had.
 *
 * @param last when it was seen last
 * @param place city, region and country, as far as known; absent if none of them is
 * @param provider who routes it; absent if not known, or not to be told
 */
record Whereabouts(
    String address, Instant last, @Nullable String place, @Nullable String provider) {}
