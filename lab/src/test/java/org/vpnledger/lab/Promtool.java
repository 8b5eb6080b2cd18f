package org.vpnledger.lab;

/** Prometheus' own checker. */
final class Promtool {
  private Promtool() {}

  /** What it finds in a page of metrics: nothing when all is well. */
  static String findings(Http.Answer page) {
    Command.Result check = Command.of("promtool", "check", "metrics").reading(page.body()).run();
    return check.out() + check.err();
  }
}
