package org.vpnledger.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Real listeners on the loopback address, at any port that is free. */
final class Listeners {
  static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1", 0);

  /** Everything as usual, but nobody is waited for as long. */
  static final Bounds QUICK =
      new Bounds(
          64,
          4,
          Duration.ofSeconds(5),
          8192,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          64L << 20);

  private Listeners() {}

  static Listener of(Map<String, Page> pages) throws IOException {
    return of(pages, Bounds.USUAL);
  }

  static Listener of(Map<String, Page> pages, Bounds bounds) throws IOException {
    return Listener.start(LOOPBACK, Access.LOCAL, Optional.empty(), pages, bounds);
  }
}
