package org.vpnledger.kernel;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * The number of a network interface, if_nametoindex(3). Unlike {@link java.net.NetworkInterface} it
 * also finds those that have no address.
 */
public final class InterfaceIndex {
  private static final int LONGEST_NAME = 15; // IFNAMSIZ - 1

  private InterfaceIndex() {}

  /**
   * In the network namespace of this thread.
   *
   * @param name as {@code ip link} shows it
   * @return 0 while there is none of that name
   */
  public static int of(String name) throws KernelException {
    if (name.indexOf(0) >= 0 || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      return 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      int result = Libc.ifNameToIndex(arena.allocateFrom(name));
      if (result == -Errno.ENODEV || result == -Errno.ENXIO) {
        return 0;
      }
      if (result < 0) {
        throw new KernelException("find the interface " + name, -result);
      }
      return result;
    }
  }
}
