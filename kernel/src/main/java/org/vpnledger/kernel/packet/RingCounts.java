package org.vpnledger.kernel.packet;

/**
 * What the kernel counted since it was last asked, {@code struct tpacket_stats_v3}.
 *
 * @param packets that the filter let through, dropped ones among them
 * @param drops packets that found no room, and are not known
 * @param freezes how often it had to stop because no block was free
 */
public record RingCounts(long packets, long drops, long freezes) {}
