package org.vpnledger.source.wireguard;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.source.Source;

/** A source that learns between looks that there is a reason for one. */
interface Watched extends Source {
  Duration NO_HURRY = Duration.ofHours(1);

  /** Those that become readable when something happens; others after every look. */
  List<Descriptor> descriptors();

  /**
   * Takes what there is to be read.
   *
   * @param index which of {@link #descriptors}
   * @return whether it is a reason to look
   */
  boolean stirred(int index);

  /** How soon it wants to look again, whatever happens. */
  default Duration patience() {
    return NO_HURRY;
  }

  /** The interfaces whose handshakes cannot be told by packets in this source's place. */
  Set<String> unheard();

  @Override
  default void await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Duration wait = left.compareTo(patience()) < 0 ? left : patience();
      int index;
      try {
        index = Readiness.await(descriptors(), wait);
      } catch (KernelException e) {
        Thread.sleep(wait); // the next look tells what is the matter
        return;
      }
      if (index < 0 || stirred(index)) {
        return;
      }
    }
  }
}
