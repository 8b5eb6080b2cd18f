package org.vpnledger.flow.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Where it is now, absent while it is not there. */
    @Nullable Found find() throws IOException;

    /** Opens its ring. */
    PacketRing open(Found found, RingSize size, PacketFilter filter) throws IOException;
  }

  /**
   * Where an interface is: another one of its name is elsewhere.
   *
   * @param namespace whichever network namespace it is in, equal for the same
   * @param index its number there
   */
  public record Found(Object namespace, int index) {}

  private static final class Wire {
    private final Interface face;
    private final PacketSink sink;
    private @Nullable PacketRing ring;
    private @Nullable Found found;
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
  private final Map<String, Long> drops = new HashMap<>();

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
      Found found = wire.face.find();
      if (!Objects.equals(found, wire.found)) {
        close(wire);
        if (found != null) {
          PacketRing ring = wire.face.open(found, size, filter);
          wire.ring = ring;
          wire.found = found;
          rings.add(ring);
          wire.told = null; // another one of that name is news
        }
      }
      tell(wire, found == null ? "is not there: waiting for it" : "");
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
      count(wire);
      rings.remove(ring);
      ring.close();
      wire.ring = null;
    }
    wire.found = null;
  }

  private void count(Wire wire) {
    PacketRing ring = wire.ring;
    if (ring != null) {
      try {
        drops.merge(wire.face.name(), ring.counts().drops(), Long::sum);
      } catch (IOException e) {
        problems.accept(wire.face.name(), String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * How many packets the kernel has dropped since the beginning, for want of room in a ring; by the
   * interface's name, also of those that are listened to no more.
   */
  public Map<String, Long> drops() {
    wires.values().forEach(this::count);
    return Map.copyOf(drops);
  }

  /** How many interfaces are listened to. */
  public int open() {
    return rings.size();
  }

  /** Hands on all that has come until now, which the kernel keeps for a moment. */
  public void finish() throws IOException {
    if (!rings.isEmpty()) {
      pause(PacketRing.DELAY.multipliedBy(2));
    }
    poll(Duration.ZERO);
  }

  @Override
  public void close() {
    List.copyOf(wires.keySet()).forEach(this::remove);
  }
}
