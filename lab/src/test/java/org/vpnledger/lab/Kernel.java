package org.vpnledger.lab;

/** A stock kernel of Debian that is booted with its own WireGuard. */
enum Kernel {
  /** Debian 12's. */
  LINUX_6_1("6.1"),
  /** Debian 13's. */
  LINUX_6_12("6.12");

  private final String series;

  Kernel(String series) {
    this.series = series;
  }

  /** What its version begins with, and what {@code lab/guest/fetch} calls it. */
  String series() {
    return series;
  }

  @Override
  public String toString() {
    return "Linux " + series;
  }
}
