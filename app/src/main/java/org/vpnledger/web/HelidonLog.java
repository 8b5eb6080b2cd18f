package org.vpnledger.web;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server beneath logs, by the logging of the JDK: its warnings go where ours go, in one
 * line and no faster than anybody can read, since strangers may cause them; the rest is left out.
 */
final class HelidonLog extends Handler {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(HelidonLog.class);

  /** Held, since the JDK forgets a logger that nobody holds, and what was set of it. */
  private static final Logger ROOT = Logger.getLogger("io.helidon");

  private final BoundedLog lines = new BoundedLog(LOG::warn, System::nanoTime);

  private HelidonLog() {
    setLevel(Level.WARNING);
  }

  /** Takes its log over; the JDK's other loggers stay as they are. */
  static synchronized void takeOver() {
    if (ROOT.getUseParentHandlers()) {
      ROOT.setUseParentHandlers(false);
      ROOT.setLevel(Level.WARNING);
      ROOT.addHandler(new HelidonLog());
    }
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      Throwable thrown = line.getThrown();
      lines.say("web: " + line.getMessage() + (thrown == null ? "" : ": " + thrown));
      if (thrown != null) {
        LOG.debug("web", thrown);
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
