package org.vpnledger.lab;

import java.util.ArrayDeque;
import java.util.Deque;

/** What the tests of a class share, closed in the reverse order of its making. */
final class Fixtures implements AutoCloseable {
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  /** Remembers it, also when what is made after it fails. */
  <T extends AutoCloseable> T keep(T fixture) {
    made.push(fixture);
    return fixture;
  }

  /** Closes all, whatever happens to one of them. */
  @Override
  public void close() {
    RuntimeException failed = new IllegalStateException("not everything could be closed");
    while (!made.isEmpty()) {
      try (AutoCloseable _ = made.pop()) {
        // closed here
      } catch (Exception e) {
        failed.addSuppressed(e);
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
