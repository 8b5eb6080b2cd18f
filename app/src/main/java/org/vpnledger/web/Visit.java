package org.vpnledger.web;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, as {@link Connections} sees it, which owns all that changes here.
 *
 * <pre>
 *   ARRIVING ──► ANSWERING ──► WRITING ──► IDLE      each but ANSWERING with a deadline;
 *      ▲                          │          │       at the end LEAVING, until the socket is closed
 *      └────── first byte ────────┼──────────┘
 *                                 └──► ANSWERING, if the next request was there already
 * </pre>
 */
final class Visit {
  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

  enum Stage {
    ARRIVING,
    ANSWERING,
    WRITING,
    IDLE,
    LEAVING
  }

  private final SocketChannel channel;
  private Stage stage = Stage.ARRIVING;

  /** Of {@link System#nanoTime}; means nothing while answering. */
  private long deadline;

  /** Since when the client has kept us waiting, of {@link System#nanoTime}. */
  private long waiting;

  private List<byte[]> body = List.of();
  private long bodyBytes;

  Visit(SocketChannel channel, long now, long deadline) {
    this.channel = channel;
    this.waiting = now;
    this.deadline = deadline;
  }

  Stage stage() {
    return stage;
  }

  void enter(Stage next, long now, long until) {
    stage = next;
    waiting = now;
    deadline = until;
    if (next != Stage.WRITING) {
      body = List.of();
      bodyBytes = 0;
    }
  }

  /** The client took something. */
  void progressed(long now) {
    waiting = now;
  }

  void carry(List<byte[]> chunks, long bytes) {
    body = chunks;
    bodyBytes = bytes;
  }

  List<byte[]> body() {
    return body;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean hasDeadline() {
    return stage != Stage.ANSWERING;
  }

  long nanosLeft(long now) {
    return deadline - now;
  }

  /** How long the client has kept us waiting, in nanoseconds; negative if we keep it. */
  long nanosWaiting(long now) {
    return stage == Stage.ANSWERING ? -1 : now - waiting;
  }

  void sendNoMore() throws IOException {
    channel.shutdownOutput();
  }

  /**
   * Ends it from outside: whoever is blocked in reading or writing gets an exception at once. In
   * the midst of something, what the client did not take is thrown away in the kernel, too; what
   * was said in full is still delivered.
   */
  void cut() {
    try {
      if (stage == Stage.ARRIVING || stage == Stage.WRITING) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.close();
    } catch (IOException e) {
      LOG.debug("a connection was closed already", e);
    }
  }
}
