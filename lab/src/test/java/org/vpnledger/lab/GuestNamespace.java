package org.vpnledger.lab;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace inside a guest. */
final class GuestNamespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Guest guest;
  private final String name;

  private GuestNamespace(Guest guest, String name) {
    this.guest = guest;
    this.name = name;
  }

  /** Makes one with nothing in it but a loopback that is up. */
  static GuestNamespace create(Guest guest) {
    String name = "n" + COUNT.getAndIncrement();
    guest.output("ip netns add %1$s && ip -n %1$s link set lo up".formatted(name));
    return new GuestNamespace(guest, name);
  }

  Guest guest() {
    return guest;
  }

  String name() {
    return name;
  }

  /** What runs a command inside, for a script: the shell's process becomes that command itself. */
  String exec() {
    return "ip netns exec " + name;
  }

  /** Runs a script inside, which must succeed, and gives what it printed. */
  String output(String script) {
    return guest.output(exec() + " dash -es", script, LIMIT);
  }

  /** Gives an interface its keys, peers and settings, in the form of {@code wg showconf}. */
  void configure(String interfaceName, String configuration) {
    guest.output(
        "%s wg setconf %s /dev/stdin".formatted(exec(), interfaceName), configuration, LIMIT);
  }

  /** {@code wg show all dump}. */
  String dump() {
    return guest.output(exec() + " wg show all dump");
  }

  /** Ends what runs in it and removes it. */
  @Override
  public void close() {
    guest.output(
        "for p in $(ip netns pids %1$s); do kill -9 $p; done; ip netns del %1$s".formatted(name));
  }

  @Override
  public String toString() {
    return name + " in " + guest;
  }
}
