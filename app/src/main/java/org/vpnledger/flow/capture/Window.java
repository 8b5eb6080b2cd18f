package org.vpnledger.flow.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A piece of a stream of bytes that moves on over it; memory does not grow with the stream. */
final class Window {
  private static final int BYTES = 4 << 20;

  private final ReadableByteChannel channel;
  private final MemorySegment memory;
  private final ByteBuffer buffer;
  private long before;
  private int from;

  Window(ReadableByteChannel channel, Arena arena) {
    this.channel = channel;
    memory = arena.allocate(BYTES, 8);
    buffer = memory.asByteBuffer();
    buffer.limit(0);
  }

  /** What the offsets are in. */
  MemorySegment memory() {
    return memory;
  }

  /** Where in the memory the stream goes on. */
  int from() {
    return from;
  }

  /** How many bytes are there. */
  int available() {
    return buffer.limit() - from;
  }

  /** How many bytes of the stream were passed. */
  long position() {
    return before + from;
  }

  /** How much can be there at once. */
  static int most() {
    return BYTES;
  }

  void pass(int bytes) {
    from += bytes;
  }

  /**
   * Sees to it that so many bytes are there.
   *
   * @return whether they are: if not, the stream has ended
   */
  boolean has(int bytes) throws IOException {
    return available() >= bytes || read(bytes);
  }

  private boolean read(int bytes) throws IOException {
    if (bytes > BYTES) {
      return false;
    }
    buffer.position(from);
    buffer.compact(); // what is left goes to the beginning
    before += from;
    from = 0;
    boolean ended = false;
    while (buffer.position() < bytes && !ended) {
      ended = channel.read(buffer) < 0;
    }
    buffer.flip();
    return available() >= bytes;
  }
}
