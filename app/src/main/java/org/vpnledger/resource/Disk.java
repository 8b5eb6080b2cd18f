package org.vpnledger.resource;

import org.jspecify.annotations.Nullable;

/** How full a file system is. */
final class Disk {
  private Disk() {}

  /**
   * As {@code df} counts it, of what users could have: the part that is kept for root is neither
   * used nor available.
   *
   * @param total bytes of the file system
   * @param unallocated bytes that nothing is in
   * @param usable of those, what a user may fill
   * @return 0 to 100; absent where there is no such thing, as of {@code /proc}
   */
  static @Nullable Double percent(long total, long unallocated, long usable) {
    long used = total - unallocated;
    return total <= 0 || unallocated < 0 || usable < 0 || used < 0 || used + usable <= 0
        ? null
        : 100.0 * used / (used + usable);
  }
}
