package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where an answer is gathered before it is parsed. It grows as needed up to a limit and is used
 * again; {@link #wipe} must follow every use, because answers hold keys.
 */
final class AnswerBuffer {
  /** Room for 200,000 peers; what is larger is no answer. */
  static final int LIMIT = 64 << 20;

  private static final int FIRST = 16 << 10;
  private static final int STEP = 8 << 10;
  private static final int CHUNK =
      64 << 10; // what a pipe holds; also how far the limit is exceeded

  private final int limit;
  private byte[] bytes = new byte[0];
  private int length;

  /** How far the array may have been written to, which is more than the length if a read failed. */
  private int dirty;

  AnswerBuffer() {
    this(LIMIT);
  }

  AnswerBuffer(int limit) {
    this.limit = limit;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Takes over all that the chunk holds. */
  void append(ByteBuffer chunk) throws IOException {
    int more = chunk.remaining();
    makeRoom(more);
    chunk.get(bytes, length, more);
    length += more;
  }

  /** Takes what a stream has right now, without waiting; returns how many bytes that were. */
  int appendAvailable(InputStream in) throws IOException {
    int available = in.available();
    if (available <= 0) {
      return 0;
    }
    // No less than a step: a BufferedInputStream then passes the bytes on and keeps no copy.
    int more = Math.clamp(available, STEP, CHUNK);
    makeRoom(more);
    int read = Math.max(0, in.read(bytes, length, more));
    length += read;
    return read;
  }

  /** Whether the answer so far ends with an empty line. */
  boolean endsWithEmptyLine() {
    return length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\n';
  }

  /** Forgets the answer, and leaves nothing of it in memory. */
  void wipe() {
    Arrays.fill(bytes, 0, dirty, (byte) 0);
    dirty = 0;
    length = 0;
  }

  private void makeRoom(int more) throws IOException {
    if (length > limit) {
      throw new IOException("the answer is larger than " + limit + " bytes");
    }
    if (length + more > bytes.length) {
      byte[] larger = new byte[Math.max(Math.max(FIRST, length + more), 2 * bytes.length)];
      System.arraycopy(bytes, 0, larger, 0, length);
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    dirty = length + more;
  }
}
