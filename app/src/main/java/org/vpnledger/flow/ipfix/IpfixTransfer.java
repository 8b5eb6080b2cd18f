package org.vpnledger.flow.ipfix;

import java.io.IOException;
import java.time.InstantSource;
import org.vpnledger.flow.FlowRecord;

/**
 * Sends flows of the past to a collector, and waits for it as long as it takes them. What fails
 * ends it: whoever asked is there to be told.
 */
public final class IpfixTransfer implements AutoCloseable {
  private final IpfixEncoder encoder;
  private final IpfixSession session;
  private long sent;

  private IpfixTransfer(IpfixEncoder encoder, IpfixSession session) {
    this.encoder = encoder;
    this.session = session;
  }

  /**
   * Reaches the collector.
   *
   * @throws IOException with one line for people
   */
  public static IpfixTransfer open(IpfixSettings settings, InstantSource clock) throws IOException {
    IpfixEncoder encoder =
        new IpfixEncoder(settings.domain(), settings.names(), settings.messageBytes());
    try {
      return new IpfixTransfer(encoder, IpfixSession.open(settings, encoder.templates(), clock));
    } catch (IOException e) {
      throw new IOException(IpfixSession.reason(e), e);
    }
  }

  /**
   * Sends a flow, sooner or later.
   *
   * @throws IOException with one line for people
   */
  public void add(FlowRecord flow) throws IOException, InterruptedException {
    if (!encoder.add(flow)) {
      flush();
      encoder.add(flow);
    }
  }

  private void flush() throws IOException, InterruptedException {
    IpfixMessage message = encoder.take();
    try {
      session.send(message);
    } catch (IOException e) {
      throw new IOException(IpfixSession.reason(e), e);
    }
    sent += message.records();
    session.rest(message.records());
  }

  /**
   * Sends what is left, and sees whether the collector is still there.
   *
   * @throws IOException with one line for people
   */
  public void finish() throws IOException, InterruptedException {
    if (!encoder.isEmpty()) {
      flush();
    }
    try {
      session.finish();
    } catch (IOException e) {
      throw new IOException(IpfixSession.reason(e), e);
    }
  }

  /** How many were handed to the network. */
  public long sent() {
    return sent;
  }

  @Override
  public void close() {
    session.close();
  }
}
