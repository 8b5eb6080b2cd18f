package org.vpnledger.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  /**
   * Those that tests boot: the newest, and in CI, or where the processor helps, all. An emulated
   * one takes minutes, which who has just changed a line does not have.
   */
  static List<Kernel> tested() {
    boolean all = "true".equals(System.getenv("CI")) || Files.isWritable(Path.of("/dev/kvm"));
    if (!all) {
      System.out.println("only the newest kernel is booted; with CI=true all are");
    }
    return all ? List.of(values()) : List.of(LINUX_6_12);
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
