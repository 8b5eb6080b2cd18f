package org.vpnledger.flow.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.PacketRing;
import org.vpnledger.kernel.packet.PacketSink;
import org.vpnledger.kernel.packet.RingSize;

/**
 * Listens to interfaces, each by a ring of its own. One that is not there is waited for, one that
 * goes and comes again is found again. Used by one thread.
 */
public final class Tap implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Finds an interface and opens its ring, in whichever network namespace it is. */
  public interface Interface {
    /** What to call it. */
    String name();

    /** Its index now, 0 while it is not there. */
    int index() throws IOException;

    /** Opens its ring. */
    PacketRing open(int index, RingSize size, PacketFilter filter) throws IOException;
  }

  private static final class Wire {
    private final Interface face;
    private final PacketSink sink;
    private @Nullable PacketRing ring;
    private int index;
    private @Nullable String told;

    Wire(Interface face, PacketSink sink) {
      this.face = face;
      this.sink = sink;
    }
  }

  private final RingSize size;
  private final PacketFilter filter;
  private final BiConsumer<String, String> problems;
  private final Map<String, Wire> wires = new HashMap<>();
  private final List<PacketRing> rings = new ArrayList<>();
  private long lookedNs;
  private boolean looked;
  private long drops;

  /**
   * Listens to nothing yet.
   *
   * @param problems told an interface's name and, once, what is the matter with it
   */
  public Tap(RingSize size, PacketFilter filter, BiConsumer<String, String> problems) {
    this.size = size;
    this.filter = filter;
    this.problems = problems;
  }

  /** Listens to this interface too. */
  public void add(Interface face, PacketSink sink) {
    remove(face.name());
    wires.put(face.name(), new Wire(face, sink));
    looked = false;
  }

  /** Listens to it no more. */
  public void remove(String name) {
    Wire wire = wires.remove(name);
    if (wire != null) {
      close(wire);
    }
  }

  /** Gives the sinks what has come, waiting so long for it. */
  public void poll(Duration longest) throws IOException {
    long now = System.nanoTime();
    if (!looked || now - lookedNs >= LOOK.toNanos()) {
      looked = true;
      lookedNs = now;
      wires.values().forEach(this::look);
    }
    if (rings.isEmpty() && longest.isPositive()) {
      pause(longest);
      return;
    }
    PacketRing.await(rings, longest);
    for (Wire wire : wires.values()) {
      PacketRing ring = wire.ring;
      if (ring != null) {
        ring.drain(wire.sink);
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Wire wire) {
    try {
      int index = wire.face.index();
      if (index != wire.index) {
        close(wire);
        if (index != 0) {
          PacketRing ring = wire.face.open(index, size, filter);
          wire.ring = ring;
          wire.index = index;
          rings.add(ring);
        }
      }
      tell(wire, index == 0 ? "is not there: waiting for it" : "");
    } catch (IOException e) {
      tell(wire, String.valueOf(e.getMessage()));
    }
  }

  private void tell(Wire wire, String problem) {
    if (!problem.equals(wire.told)) {
      wire.told = problem;
      problems.accept(wire.face.name(), problem);
    }
  }

  private void close(Wire wire) {
    PacketRing ring = wire.ring;
    if (ring != null) {
      ring.drain(wire.sink);
      count(ring);
      rings.remove(ring);
      ring.close();
      wire.ring = null;
    }
    wire.index = 0;
  }

  private void count(PacketRing ring) {
    try {
      drops += ring.counts().drops();
    } catch (IOException e) {
      problems.accept("ring", String.valueOf(e.getMessage()));
    }
  }

  /** How many packets the kernel has dropped since the beginning, for want of room in a ring. */
  public long drops() {
    rings.forEach(this::count);
    return drops;
  }

  /** How many interfaces are listened to. */
  public int open() {
    return rings.size();
  }

  @Override
  public void close() {
    List.copyOf(wires.keySet()).forEach(this::remove);
  }
}
