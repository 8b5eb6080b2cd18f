package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A real datagram socket that listens, at a path or under an abstract name. */
final class UnixReceiver implements AutoCloseable {
  private static final int LARGEST = 256 << 10;

  private final Descriptor descriptor;

  private UnixReceiver(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  static UnixReceiver at(String address) throws KernelException {
    Descriptor descriptor = Descriptor.of(Libc.socket(1, 2 | 0x80000, 0), "socket");
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    try (Arena call = Arena.ofConfined()) {
      boolean named = path[0] != '@';
      MemorySegment whole = call.allocate(2L + path.length + (named ? 1 : 0), 2);
      whole.set(JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(path, 0, whole, JAVA_BYTE, 2, path.length);
      if (!named) {
        whole.set(JAVA_BYTE, 2, (byte) 0);
      }
      int result = Libc.bind(descriptor.number(), whole);
      if (result < 0) {
        throw new KernelException("bind " + address, -result);
      }
    }
    return new UnixReceiver(descriptor);
  }

  /** The next message, which has been sent already. */
  byte[] bytes() throws KernelException, InterruptedException {
    if (Readiness.await(List.of(descriptor), Duration.ofSeconds(5)) != 0) {
      throw new AssertionError("no message came");
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment buffer = call.allocate(LARGEST);
      MemorySegment sender = call.allocate(128, 4);
      MemorySegment length = call.allocateFrom(JAVA_INT, 128);
      long received = Libc.recvfrom(descriptor.number(), buffer, 0, sender, length);
      return buffer.asSlice(0, received).toArray(JAVA_BYTE);
    }
  }

  String text() throws KernelException, InterruptedException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  boolean isQuiet() throws KernelException, InterruptedException {
    return Readiness.await(List.of(descriptor), Duration.ZERO) < 0;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
