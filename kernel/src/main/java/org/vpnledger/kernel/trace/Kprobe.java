package org.vpnledger.kernel.trace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * A probe on a function of the kernel that is told of its calls, in a tracing instance of its own:
 * whatever else is traced on this machine is not disturbed. Used by one thread at a time.
 *
 * <p>Only root may; and kernels that are locked down, or built without, do not let anybody.
 */
public final class Kprobe implements AutoCloseable {
  private static final int BUFFER = 16 << 10;
  private static final int LONGEST_LINE = 4096;

  /** So that whoever reads comes back even if calls never end. */
  private static final int MOST_READS = 256;

  /** What was told: the calls, oldest first for each processor, and how many were lost. */
  public record Told(List<Hit> hits, long lost) {
    public Told {
      hits = List.copyOf(hits);
    }
  }

  private final Tracefs tracefs;
  private final Path instance;
  private final Probe probe;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER);
  private final StringBuilder begun = new StringBuilder();
  private @Nullable Descriptor pipe;

  private Kprobe(Tracefs tracefs, Path instance, Probe probe) {
    this.tracefs = tracefs;
    this.instance = instance;
    this.probe = probe;
  }

  /**
   * Begins to trace. What an earlier process of the same names left behind is removed first.
   *
   * @param instance the name of the tracing instance, for nobody else to use
   * @param bufferKib how much the kernel keeps for each processor until it is read
   * @throws KernelException why it is not to be had, in one line
   */
  public static Kprobe open(String instance, Probe probe, int bufferKib) throws KernelException {
    return open(Tracefs.find(Tracefs.PLACES), instance, probe, bufferKib);
  }

  static Kprobe open(Tracefs tracefs, String instance, Probe probe, int bufferKib)
      throws KernelException {
    Path own = tracefs.instance(instance);
    tracefs.remove(own); // refused while somebody reads there, and then nothing is touched
    tracefs.remove(probe);
    tracefs.make(own);
    Kprobe kprobe = new Kprobe(tracefs, own, probe);
    boolean opened = false;
    try {
      kprobe.begin(bufferKib);
      opened = true;
      return kprobe;
    } finally {
      if (!opened) {
        kprobe.close();
      }
    }
  }

  private void begin(int bufferKib) throws KernelException {
    tracefs.write(instance.resolve("buffer_size_kb"), String.valueOf(bufferKib));
    tracefs.write(instance.resolve("buffer_percent"), "0"); // tell of the first call at once
    tracefs.write(instance.resolve("trace_clock"), "mono"); // Java's own
    tracefs.define(probe);
    pipe = Descriptor.openFile(instance.resolve("trace_pipe").toString());
    tracefs.write(enable(), "1");
  }

  private Path enable() {
    return instance
        .resolve("events")
        .resolve(probe.group())
        .resolve(probe.event())
        .resolve("enable");
  }

  /** To wait for. */
  public Descriptor descriptor() {
    if (pipe == null) {
      throw new IllegalStateException("the probe is closed");
    }
    return pipe;
  }

  /** Takes what has been told by now, without waiting. */
  public Told drain() throws KernelException {
    List<Hit> hits = new ArrayList<>();
    long lost = 0;
    for (int reads = 0; reads < MOST_READS; reads++) {
      long length = Libc.read(descriptor().number(), buffer);
      if (length == -Errno.EAGAIN || length == 0) {
        break;
      }
      if (length < 0 && length != -Errno.EINTR) {
        throw new KernelException("read " + instance.resolve("trace_pipe"), (int) -length);
      }
      for (int i = 0; i < length; i++) {
        char c = (char) (buffer.get(JAVA_BYTE, i) & 0xff);
        if (c != '\n') {
          if (begun.length() < LONGEST_LINE) {
            begun.append(c);
          }
          continue;
        }
        switch (TraceLine.parse(begun.toString(), probe.event())) {
          case TraceLine.Called(Hit hit) -> hits.add(hit);
          case TraceLine.Lost(long events) -> lost += events;
          case null -> {}
        }
        begun.setLength(0);
      }
    }
    return new Told(hits, lost);
  }

  /** Removes probe and instance. What cannot be removed now is so at the next start. */
  @Override
  public void close() {
    quietly(() -> tracefs.write(enable(), "0"));
    if (pipe != null) {
      pipe.close();
      pipe = null;
    }
    quietly(() -> tracefs.remove(instance));
    quietly(() -> tracefs.remove(probe));
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private interface Step {
    void run() throws KernelException;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (KernelException _) {
      // Whoever closes goes on; what is left stands in nobody's way.
    }
  }
}
