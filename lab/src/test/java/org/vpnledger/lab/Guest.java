package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A machine of its own under emulation, with one of Debian's kernels, tools and a Java runtime in
 * memory and no network but what a test makes inside it. Scripts are dash's and run as root, one at
 * a time; what shall go on beside them is put into the background there.
 */
final class Guest implements AutoCloseable {
  private static final Map<Kernel, Guest> SHARED = new EnumMap<>(Kernel.class);
  private static final byte[] NOTHING = {};
  private static final Duration BOOT = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** How much longer than a script may take its guest may take to say so. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final int KILLED = 137;
  private static final int TAIL_LINES = 100;

  private final Kernel kernel;
  private final Folder folder = Folder.create();
  private final Background qemu;
  private final GuestWire wire;
  private boolean closed;

  private Guest(Kernel kernel) throws IOException {
    this.kernel = kernel;
    wire = new GuestWire(folder.resolve("wire"));
    Path initrd = folder.resolve("initrd");
    GuestImage.writeInitrd(kernel, initrd);
    qemu = Background.start(words(kernel, initrd), Map.of(), folder.resolve("qemu.log"));
    try {
      String greeting = wire.greeting(BOOT);
      if (!greeting.startsWith("ready " + kernel.series() + ".")) {
        throw new IllegalStateException(kernel + " says: " + greeting);
      }
    } catch (IOException e) {
      throw lost("did not boot", e);
    }
    Files.delete(initrd); // it has been loaded, and is large
  }

  /** Boots one for a test that is going to harm it. */
  static Guest boot(Kernel kernel) {
    try {
      return new Guest(kernel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The one that all tests share, booted when it is needed first or when the last one was lost. It
   * ends with the test run.
   */
  static Guest of(Kernel kernel) {
    synchronized (SHARED) {
      Guest living = SHARED.get(kernel);
      if (living == null || !living.qemu.isAlive()) {
        living = boot(kernel);
        SHARED.put(kernel, living);
      }
      return living;
    }
  }

  private List<String> words(Kernel of, Path initrd) {
    return List.of(
        GuestImage.QEMU,
        "-no-user-config",
        "-nodefaults",
        "-no-reboot",
        "-display",
        "none",
        "-machine",
        "q35",
        "-accel",
        "tcg,thread=multi,tb-size=512",
        // QEMU 7.2's CMPXCHG16B garbles the flags now and then: a double fault in the allocator.
        "-cpu",
        "max,-cx16",
        "-smp",
        "1",
        "-m",
        "1024",
        "-kernel",
        GuestImage.kernel(of).toString(),
        "-initrd",
        initrd.toString(),
        "-append",
        "console=ttyS0 quiet panic=-1 oops=panic mitigations=off",
        "-chardev",
        "file,id=console,path=" + folder.resolve("console"),
        "-serial",
        "chardev:console",
        "-device",
        "virtio-serial-pci",
        "-chardev",
        "socket,id=wire,path=" + folder.resolve("wire"),
        "-device",
        "virtserialport,chardev=wire");
  }

  Kernel kernel() {
    return kernel;
  }

  /** Runs a script that needs no patience, whatever its exit code. */
  Command.Result run(String script) {
    return run(script, NOTHING, LIMIT);
  }

  /**
   * Runs a script, whatever its exit code.
   *
   * @param input what it reads on its standard input
   * @param limit when it is killed, but not what it left in the background
   * @throws IllegalStateException if it was not done in time, or with the end of the console if the
   *     guest was lost
   */
  Command.Result run(String script, byte[] input, Duration limit) {
    GuestWire.Answer answer = ask(script, input, limit, SLACK);
    return new Command.Result(answer.exitCode, text(answer.out), text(answer.err));
  }

  /** Runs a script and gives what it printed; anything but exit code 0 is an error. */
  String output(String script) {
    return output(script, "", LIMIT);
  }

  /** The same with a standard input and a limit. */
  String output(String script, String input, Duration limit) {
    return text(bytes(script, input.getBytes(StandardCharsets.UTF_8), limit));
  }

  /** The content of a file in the guest, of whatever bytes. */
  byte[] get(String path) {
    return bytes("cat " + path, NOTHING, LIMIT);
  }

  /** Writes a file in the guest, with mode 0600 if it is new because it may hold a key. */
  void put(String path, byte[] content) {
    bytes("umask 077; cat >" + path, content, LIMIT);
  }

  void put(String path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] bytes(String script, byte[] input, Duration limit) {
    GuestWire.Answer answer = ask(script, input, limit, SLACK);
    if (answer.exitCode != 0) {
      throw new IllegalStateException(
          "%s: exit code %d of: %s%n%s%s"
              .formatted(kernel, answer.exitCode, script, text(answer.err), text(answer.out)));
    }
    return answer.out;
  }

  /** Asks with a slack of one's own, for the test of a guest that hangs. */
  GuestWire.Answer ask(String script, byte[] input, Duration limit, Duration slack) {
    long begin = System.nanoTime();
    GuestWire.Answer answer;
    try {
      answer = wire.ask(script, input, limit.toSeconds(), limit.plus(slack));
    } catch (IOException e) {
      throw lost("was lost in: " + script, e);
    }
    if (answer.exitCode == KILLED && System.nanoTime() - begin >= limit.toNanos()) {
      throw new IllegalStateException(
          "%s: not done within %s: %s%n%s%s"
              .formatted(kernel, limit, script, text(answer.err), text(answer.out)));
    }
    return answer;
  }

  /** Ends what is left of it, so that the next test gets another one. */
  private IllegalStateException lost(String what, IOException e) {
    String end = console() + qemu.output();
    close();
    return new IllegalStateException(
        "%s %s (%s). Its last words:%n%s".formatted(kernel, what, e.getMessage(), end), e);
  }

  /** The end of what the kernel has printed. */
  String console() {
    try {
      byte[] all = Files.readAllBytes(folder.resolve("console"));
      List<String> lines = text(all).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "no console: " + e.getMessage();
    }
  }

  ProcessHandle process() {
    return qemu.handle();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Switches it off at once. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    qemu.kill();
    qemu.close();
    try {
      wire.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.close();
    }
  }

  @Override
  public String toString() {
    return kernel + " guest";
  }
}
