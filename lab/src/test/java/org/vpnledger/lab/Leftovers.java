package org.vpnledger.lab;

import java.util.concurrent.ConcurrentLinkedDeque;

/** What a test has made on the machine and not yet removed. An aborted run removes it too. */
final class Leftovers {
  private static final ConcurrentLinkedDeque<Runnable> REMOVALS = new ConcurrentLinkedDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::removeAll, "leftovers"));
  }

  private Leftovers() {}

  /** Remembers {@code removal} until it is {@linkplain #forget forgotten}. */
  static void remember(Runnable removal) {
    REMOVALS.push(removal);
  }

  static void forget(Runnable removal) {
    REMOVALS.remove(removal);
  }

  /** The last one made goes first: processes before the namespaces that they live in. */
  private static void removeAll() {
    for (Runnable removal : REMOVALS) {
      try {
        removal.run();
      } catch (RuntimeException e) {
        System.err.println("lab: left behind: " + e.getMessage());
      }
    }
  }
}
