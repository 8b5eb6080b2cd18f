package org.vpnledger.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager how this process does, sd_notify(3): datagrams of {@code NAME=value}
 * lines to the socket that {@code NOTIFY_SOCKET} names. Without one nothing is sent and no native
 * call is made. Used by one thread at a time.
 */
public final class Notifier implements AutoCloseable {
  private static final int LONGEST_STATUS = 512;

  private final @Nullable String address;
  private final @Nullable Duration watchdog;
  private @Nullable UnixDatagram socket;

  private Notifier(@Nullable String address, @Nullable Duration watchdog) {
    this.address = address;
    this.watchdog = watchdog;
  }

  /**
   * As the service manager has asked for.
   *
   * @param environment of this process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}, {@code
   *     WATCHDOG_PID}
   * @param pid of this process: signs of life may be wanted of another one
   */
  public static Notifier of(Map<String, String> environment, long pid) {
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return new Notifier(null, null);
    }
    String watched = environment.getOrDefault("WATCHDOG_PID", "");
    boolean isOurs = watched.isEmpty() || watched.equals(Long.toString(pid));
    return new Notifier(
        address, isOurs ? microseconds(environment.getOrDefault("WATCHDOG_USEC", "")) : null);
  }

  private static @Nullable Duration microseconds(String text) {
    try {
      long micros = text.isEmpty() ? 0 : Long.parseLong(text);
      return micros <= 0 ? null : Duration.ofNanos(Math.multiplyExact(micros, 1000L));
    } catch (NumberFormatException | ArithmeticException e) {
      return null; // no number is no wish
    }
  }

  /** Whether anybody wants to be told. */
  public boolean isHeard() {
    return address != null;
  }

  /** How long it may stay without a sign of life; absent when none is wanted. */
  public @Nullable Duration watchdog() {
    return watchdog;
  }

  /** It has started, or has taken in what it was to reload. */
  public void ready(String status) throws KernelException {
    send("READY=1\n" + status(status));
  }

  /** One line for {@code systemctl status}. */
  public void tell(String status) throws KernelException {
    send(status(status));
  }

  /** A sign of life. */
  public void alive() throws KernelException {
    send("WATCHDOG=1");
  }

  /** It reloads, until it is {@link #ready} again. */
  public void reloading() throws KernelException {
    // The JVM's nanoTime is CLOCK_MONOTONIC on Linux, which is what the manager compares with.
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  /** It has begun to end. */
  public void stopping(String status) throws KernelException {
    send("STOPPING=1\n" + status(status));
  }

  /** One line, whatever the text: another line would be another message. */
  private static String status(String text) {
    String line = text.length() > LONGEST_STATUS ? text.substring(0, LONGEST_STATUS) : text;
    StringBuilder plain = new StringBuilder("STATUS=");
    line.codePoints().forEach(c -> plain.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return plain.toString();
  }

  private void send(String message) throws KernelException {
    if (address == null) {
      return;
    }
    UnixDatagram open = socket;
    if (open == null) {
      open = UnixDatagram.open();
      socket = open;
    }
    open.send(address, message.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
