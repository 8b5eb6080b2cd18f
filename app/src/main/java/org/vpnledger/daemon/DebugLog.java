package org.vpnledger.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The log, more talkative. What it says holds no secrets at any level: parsers drop them. */
final class DebugLog {
  private DebugLog() {}

  /** From now on this program's own parts tell in detail what they do; libraries do not. */
  static void begin() {
    if (LoggerFactory.getLogger("org.vpnledger") instanceof Logger ours) {
      ours.setLevel(Level.DEBUG);
    }
  }
}
