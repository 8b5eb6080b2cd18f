package org.vpnledger.kernel;

import java.io.IOException;
import java.io.Serial;

/** A system call or a request that the kernel refused: {@code setns /run/netns/a: EPERM}. */
public final class KernelException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final int errno;

  /**
   * With what was asked for and the kernel's answer.
   *
   * @param operation what was asked of the kernel, and about what: {@code netlink get link 7}
   * @param errno one of {@link Errno}'s, 0 when it is none
   */
  public KernelException(String operation, int errno) {
    super(operation + ": " + Errno.name(errno));
    this.errno = errno;
  }

  /** With the reason in words, where the kernel gave some, or the failure is no error number. */
  public KernelException(String operation, int errno, String reason) {
    super(operation + ": " + (errno == 0 ? "" : Errno.name(errno) + ": ") + reason);
    this.errno = errno;
  }

  /** One of {@link Errno}'s, 0 when the failure has none. */
  public int errno() {
    return errno;
  }
}
