package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A transport session: templates first, and over UDP again and again (RFC 7011, 8.4); sequence
 * numbers count the records of this session alone (3.1). Not for several threads.
 */
final class IpfixSession implements AutoCloseable {
  private static final int TEMPLATES_EVERY = 500;
  private static final Duration TEMPLATES_AFTER = Duration.ofMinutes(1);
  private static final Duration LAST_LOOK = Duration.ofMillis(100);

  private final Connection connection;
  private final InstantSource clock;
  private final IpfixMessage templates;
  private final @Nullable Pace pace;
  private long sequence;
  private int untilTemplates;
  private long templatesAt;

  private IpfixSession(
      Connection connection, IpfixMessage templates, @Nullable Pace pace, InstantSource clock) {
    this.connection = connection;
    this.templates = templates;
    this.pace = pace;
    this.clock = clock;
  }

  /** Reaches the collector, at the first of its name's addresses that works. */
  static IpfixSession open(IpfixSettings settings, IpfixMessage templates, InstantSource clock)
      throws IOException {
    IpfixTarget target = settings.target();
    IOException failed = new UnknownHostException();
    for (InetAddress address : InetAddress.getAllByName(target.host())) {
      InetSocketAddress socket = new InetSocketAddress(address, target.port());
      try {
        return switch (target.transport()) {
          case UDP ->
              new IpfixSession(
                  UdpConnection.open(socket),
                  templates,
                  new Pace(settings.flowsPerSecond()),
                  clock);
          case TCP -> new IpfixSession(TcpConnection.open(socket), templates, null, clock);
        };
      } catch (IOException e) {
        failed = e;
      }
    }
    throw failed;
  }

  void send(IpfixMessage message) throws IOException {
    if (untilTemplates <= 0 || isOver(TEMPLATES_AFTER)) {
      connection.send(templates.stamped(seconds(), sequence));
      untilTemplates = pace == null ? Integer.MAX_VALUE : TEMPLATES_EVERY;
      templatesAt = System.nanoTime();
    }
    connection.send(message.stamped(seconds(), sequence));
    sequence += message.records();
    untilTemplates--;
  }

  /** A stream loses none: there templates are sent once. */
  private boolean isOver(Duration time) {
    return pace != null && System.nanoTime() - templatesAt > time.toNanos();
  }

  /** Waits until the next message may go. */
  void rest(int flows) throws InterruptedException {
    if (pace != null) {
      pace.sent(flows);
    }
  }

  /** Gives errors that are on their way a moment to arrive. */
  void finish() throws IOException, InterruptedException {
    Thread.sleep(LAST_LOOK);
    connection.check();
  }

  private long seconds() {
    return clock.instant().getEpochSecond();
  }

  /** One line for people. */
  static String reason(IOException e) {
    return switch (e) {
      case UnknownHostException unknown -> "its name is not known";
      case PortUnreachableException unreachable -> "nobody listens there";
      case ConnectException refused -> "nobody listens there";
      case NoRouteToHostException route -> "there is no way to it";
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public void close() {
    connection.close();
  }
}
