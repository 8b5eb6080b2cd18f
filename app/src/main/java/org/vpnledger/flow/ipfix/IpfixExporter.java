package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.spool.Backoff;

/**
 * Sends flows to a collector as they come, on a thread of its own, and never holds up who has them.
 * While the collector cannot be reached they wait; when no room is left the newest are dropped and
 * counted, so that what is missing is one span of time, which {@code vpnledger flows export} sends
 * later from the flow log.
 */
public final class IpfixExporter implements AutoCloseable {
  /** What a message is not full of is sent after that time. */
  private static final Duration LATEST = Duration.ofSeconds(1);

  private static final Duration SHORTEST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_END = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofHours(1);

  private final IpfixSettings settings;
  private final IpfixListener listener;
  private final InstantSource clock;
  private final FlowQueue queue;
  private final IpfixEncoder encoder;
  private final Backoff backoff;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().daemon().name("ipfix").unstarted(this::run);
  private volatile boolean reached;
  private volatile String lastError = "";
  private @Nullable IpfixSession session;
  private @Nullable FlowRecord held; // had no room in the message before
  private String told = "";
  private long droppedBefore;

  private IpfixExporter(IpfixSettings settings, IpfixListener listener, InstantSource clock) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.queue = new FlowQueue(settings.queue());
    this.encoder = new IpfixEncoder(settings.domain(), settings.names(), settings.messageBytes());
    this.backoff =
        new Backoff(SHORTEST_DELAY, settings.longestDelay(), RandomGenerator.getDefault());
  }

  /** Begins; the collector need not be there. */
  public static IpfixExporter start(
      IpfixSettings settings, IpfixListener listener, InstantSource clock) {
    IpfixExporter exporter = new IpfixExporter(settings, listener, clock);
    exporter.thread.start();
    return exporter;
  }

  /** Takes a flow to send; false if it is dropped. Never waits. */
  public boolean offer(FlowRecord flow) {
    boolean taken = queue.offer(flow);
    if (!taken) {
      dropped.incrementAndGet();
    }
    return taken;
  }

  /** How it stands. */
  public IpfixState state() {
    return new IpfixState(reached, sent.get(), dropped.get(), queue.size(), lastError);
  }

  private void run() {
    try {
      while (fill()) {
        IpfixMessage message = encoder.take();
        if (!deliver(message)) {
          dropped.addAndGet(message.records());
          break;
        }
      }
    } catch (InterruptedException e) {
      // The end has come, and the collector takes nothing.
    } finally {
      disconnect();
      queue.close();
      dropRest();
    }
  }

  private void dropRest() {
    long rest = queue.size();
    if (!encoder.isEmpty()) {
      rest += encoder.take().records();
    }
    dropped.addAndGet(rest + (held == null ? 0 : 1));
  }

  /** Fills a message, or as far as flows come in time; false if there are none and will be none. */
  private boolean fill() throws InterruptedException {
    FlowRecord flow = held;
    held = null;
    while (flow == null) {
      flow = queue.take(IDLE.toNanos());
      if (flow == null && queue.isClosed()) {
        return false;
      }
    }
    long deadline = System.nanoTime() + LATEST.toNanos();
    while (flow != null && encoder.add(flow)) {
      flow = queue.take(deadline - System.nanoTime());
    }
    held = flow;
    return true;
  }

  /** Tries until it is sent; false if the end came first. */
  private boolean deliver(IpfixMessage message) throws InterruptedException {
    while (true) {
      try {
        IpfixSession open = session;
        if (open == null) {
          open = IpfixSession.open(settings, encoder.templates(), clock);
          session = open;
        }
        open.send(message);
        sent.addAndGet(message.records());
        succeeded();
        open.rest(message.records());
        return true;
      } catch (IOException e) {
        disconnect();
        failed(IpfixSession.reason(e));
        if (!queue.pause(backoff.next())) {
          return false;
        }
      }
    }
  }

  private void succeeded() {
    backoff.reset();
    reached = true;
    if (!told.isEmpty()) {
      told = "";
      listener.recovered(settings.target(), dropped.get() - droppedBefore);
    }
  }

  private void failed(String why) {
    reached = false;
    lastError = why;
    if (told.isEmpty()) {
      droppedBefore = dropped.get();
    }
    if (!told.equals(why)) {
      told = why;
      listener.failed(settings.target(), why);
    }
  }

  private void disconnect() {
    IpfixSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  /** Sends what waits, if the collector takes it within a few seconds, and ends. */
  @Override
  public void close() {
    queue.close();
    try {
      if (!thread.join(LONGEST_END)) {
        thread.interrupt();
        thread.join(LONGEST_END);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
