package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of its own: its addresses exist nowhere else, and no packet leaves it. */
final class Namespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Runnable removal = this::close;

  private Namespace(String name) {
    this.name = name;
  }

  /** Makes one with nothing in it but a loopback that is up. */
  static Namespace create() {
    Namespace made =
        new Namespace("vpnl-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement());
    Command.of("ip", "netns", "add", made.name).output();
    Leftovers.remember(made.removal);
    made.ip("link", "set", "lo", "up");
    return made;
  }

  String name() {
    return name;
  }

  /** Changes addresses and links inside, with the arguments of {@code ip}. */
  void ip(String... arguments) {
    List<String> words = new ArrayList<>(List.of("ip", "-n", name));
    words.addAll(List.of(arguments));
    Command.of(words).output();
  }

  /** The command line that runs {@code words} inside; its process becomes that program itself. */
  List<String> inside(String... words) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(words));
    return all;
  }

  Command command(String... words) {
    return Command.of(inside(words));
  }

  @Override
  public void close() {
    Leftovers.forget(removal);
    Command.of("ip", "netns", "del", name).output();
  }
}
