package org.vpnledger.vpn;

/** Tells the moment of an observation. Injected everywhere, so that tests can move time. */
@FunctionalInterface
public interface ObservationClock {
  /** Now, by both clocks. */
  Moment now();
}
