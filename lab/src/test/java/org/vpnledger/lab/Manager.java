package org.vpnledger.lab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/** Listens where a service manager would, and keeps what it is told. */
final class Manager implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
  private static final int MSG_DONTWAIT = 0x40;

  private final Path socket;
  private final Descriptor descriptor;
  private final List<String> told = new ArrayList<>();

  Manager(Folder folder) {
    this.socket = folder.resolve("notify.sock");
    try (Arena call = Arena.ofConfined()) {
      descriptor = Descriptor.of(Libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), "socket");
      MemorySegment path = call.allocateFrom(socket.toString());
      MemorySegment address = call.allocate(2 + path.byteSize(), 2);
      address.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, address, 2, path.byteSize());
      int result = Libc.bind(descriptor.number(), address);
      if (result < 0) {
        throw new KernelException("bind " + socket, -result);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path socket() {
    return socket;
  }

  /** All messages so far, in their order. */
  List<String> told() {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment buffer = call.allocate(4096);
      MemorySegment sender = call.allocate(128, 4);
      MemorySegment length = call.allocate(JAVA_INT);
      while (true) {
        length.set(JAVA_INT, 0, 128);
        long received = Libc.recvfrom(descriptor.number(), buffer, MSG_DONTWAIT, sender, length);
        if (received < 0) {
          return List.copyOf(told);
        }
        byte[] bytes = buffer.asSlice(0, received).toArray(JAVA_BYTE);
        told.add(new String(bytes, StandardCharsets.UTF_8));
      }
    }
  }

  /** Waits until there are so many messages that begin so. */
  void await(int count, String beginning) {
    Eventually.see(
        count + " times " + beginning,
        Eventually.PATIENCE,
        this::told,
        all -> all.stream().filter(each -> each.startsWith(beginning)).count() >= count);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
