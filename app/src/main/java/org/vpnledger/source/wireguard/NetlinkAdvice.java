package org.vpnledger.source.wireguard;

import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/** What to do about an error of the kernel's, in the same line. */
final class NetlinkAdvice {
  private NetlinkAdvice() {}

  static String on(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (!(e instanceof KernelException refusal)) {
      return message;
    }
    return switch (refusal.errno()) {
      case Errno.EPERM ->
          message.startsWith("enter ")
              ? message + ": another network namespace needs CAP_SYS_ADMIN: run as root"
              : message + ": needs CAP_NET_ADMIN: run as root";
      case Errno.EACCES ->
          message.startsWith("open /proc/")
              ? message + ": another process's namespace needs CAP_SYS_PTRACE: run as root"
              : message + ": run as root";
      case Errno.EAFNOSUPPORT ->
          message + ": AF_NETLINK is forbidden here: allow it (systemd: RestrictAddressFamilies)";
      default -> message;
    };
  }
}
