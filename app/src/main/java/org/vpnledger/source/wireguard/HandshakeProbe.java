package org.vpnledger.source.wireguard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Readiness;
import org.vpnledger.kernel.trace.Hit;
import org.vpnledger.kernel.trace.KernelTypes;
import org.vpnledger.kernel.trace.Kprobe;
import org.vpnledger.kernel.trace.Probe;
import org.vpnledger.kernel.trace.Probe.Argument;

/**
 * Sees WireGuard's handshakes as the kernel completes them, in all network namespaces: {@code
 * wg_timers_handshake_complete} in drivers/net/wireguard/timers.c is called with the peer, and sets
 * the time of its last handshake. Where that function's structures have their members, the kernel
 * says itself. Of keys only the peer's public one is fetched. For root only; used by one thread.
 */
public final class HandshakeProbe implements AutoCloseable {
  /** The kernel's own implementation, and the name of the module. */
  public static final String WIREGUARD = "wireguard";

  /** Where Linux shows its modules; what is built in has no state. */
  private static final Path MODULES = Path.of("/sys/module");

  private static final String FUNCTION = "wg_timers_handshake_complete";
  private static final String PEER = "wg_peer";

  /** Some two hundred handshakes for each processor, within the time that it takes to read them. */
  private static final int BUFFER_KIB = 64;

  private final Kprobe kprobe;
  private long lost;

  private HandshakeProbe(Kprobe kprobe) {
    this.kprobe = kprobe;
  }

  /** Of the kernel's own WireGuard, for one daemon on this machine. */
  public static HandshakeProbe open() throws KernelException {
    return open(WIREGUARD, "vpnledger");
  }

  /**
   * Begins to watch.
   *
   * @param module whose structures and functions are named like WireGuard's
   * @param name what the probe is called in the kernel; letters, digits and {@code _}. What a
   *     process left behind that called it so is removed
   * @throws KernelException why handshakes cannot be seen here, in one line
   */
  public static HandshakeProbe open(String module, String name) throws KernelException {
    requireTypes(KernelTypes.FOLDER, MODULES, module);
    Probe probe = probe(KernelTypes.FOLDER, module, name);
    return new HandshakeProbe(Kprobe.open(name + "_" + module, probe, BUFFER_KIB));
  }

  /**
   * A module that is built elsewhere than its kernel, as AmneziaWG's mostly is, has no types. What
   * the kernel itself may have by the same names is not the module's.
   */
  static void requireTypes(Path folder, Path modules, String module) throws KernelException {
    boolean isModule = Files.exists(modules.resolve(module).resolve("initstate"));
    if (isModule && Files.exists(folder) && !Files.exists(folder.resolve(module))) {
      throw new KernelException(
          "find the types of module " + module, 0, "it was built without BTF");
    }
  }

  /** What is to be fetched, by the kernel's types in that folder. */
  static Probe probe(Path folder, String module, String name) throws KernelException {
    try (KernelTypes types = KernelTypes.read(folder, module)) {
      List<Argument> arguments =
          List.of(
              Argument.bytes(Shaken.KEY, types.member(PEER, "handshake.remote_static")),
              Argument.number(Shaken.INDEX, types.member(PEER, "device.dev.ifindex")),
              Argument.number(
                  Shaken.NAMESPACE, types.member(PEER, "device.dev.nd_net.net.ns.inum")),
              Argument.number(Shaken.FAMILY, types.member(PEER, "endpoint.addr.sa_family")),
              Argument.bytes(Shaken.PORT, types.member(PEER, "endpoint.addr4.sin_port")),
              Argument.bytes(Shaken.IPV4, types.member(PEER, "endpoint.addr4.sin_addr")),
              Argument.bytes(Shaken.IPV6, types.member(PEER, "endpoint.addr6.sin6_addr")),
              Argument.number(Shaken.SCOPE, types.member(PEER, "endpoint.addr6.sin6_scope_id")));
      // What is built in is known without a module's name.
      String function = types.isLoaded() ? module + ":" + FUNCTION : FUNCTION;
      return new Probe(name, module + "_handshake", function, arguments);
    }
  }

  /** To wait for, beside others. */
  public Descriptor descriptor() {
    return kprobe.descriptor();
  }

  /** Waits for the next handshakes; none when none came in time. */
  public List<Shaken> await(Duration atMost) throws KernelException, InterruptedException {
    return Readiness.await(List.of(descriptor()), atMost) < 0 ? List.of() : drain();
  }

  /** Those that were completed since the last time, without waiting. */
  public List<Shaken> drain() throws KernelException {
    Kprobe.Told told = kprobe.drain();
    lost += told.lost();
    List<Shaken> shaken = new ArrayList<>();
    for (Hit hit : told.hits()) {
      Shaken one = Shaken.of(hit);
      if (one != null) {
        shaken.add(one);
      }
    }
    return shaken;
  }

  /** How many have been lost because too many came at once: only reading the tunnels tells. */
  public long lost() {
    return lost;
  }

  @Override
  public void close() {
    kprobe.close();
  }
}
