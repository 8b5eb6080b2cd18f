package org.vpnledger.daemon;

import java.util.Map;
import java.util.function.Supplier;

/** In which countries peers' addresses are, as what looks them up says; for who makes snapshots. */
final class Whereabouts {
  private volatile Supplier<Map<String, String>> source = Map::of;

  /** Takes them from there from now on. */
  void follow(Supplier<Map<String, String>> countries) {
    source = countries;
  }

  /** By address; empty when nobody looks. */
  Map<String, String> countries() {
    return source.get();
  }
}
