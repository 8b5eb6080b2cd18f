package org.vpnledger.kernel.trace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * The files by which tracing is told what to do, Documentation/trace/ftrace.rst.
 *
 * @param root where they are
 */
record Tracefs(Path root) {
  /** Where it is mounted; the second since before it was a file system of its own. */
  static final List<Path> PLACES =
      List.of(Path.of("/sys/kernel/tracing"), Path.of("/sys/kernel/debug/tracing"));

  private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");
  private static final Pattern LOCKED = Pattern.compile("\\[(integrity|confidentiality)]");
  private static final Pattern ERROR = Pattern.compile("error: (\\V{1,200})");

  /** Finds it at one of these places, and sees that there are probes. */
  static Tracefs find(List<Path> places) throws KernelException {
    boolean denied = false;
    for (Path place : places) {
      String instances = place.resolve("instances").toString();
      try (Descriptor _ = Descriptor.openFile(instances)) {
        if (!Files.exists(place.resolve("kprobe_events"))) {
          throw new KernelException(
              "use " + place, 0, "this kernel has no probes (CONFIG_KPROBE_EVENTS)");
        }
        return new Tracefs(place);
      } catch (KernelException e) {
        if (e.errno() == Errno.ENOENT) {
          continue;
        }
        denied |= e.errno() == Errno.EACCES || e.errno() == Errno.EPERM;
        if (!denied) {
          throw e;
        }
      }
    }
    throw denied
        ? refused("use tracefs", Errno.EACCES)
        : new KernelException("use tracefs", 0, "it is not mounted at " + places.getFirst());
  }

  Path instance(String name) {
    return root.resolve("instances").resolve(name);
  }

  void make(Path instance) throws KernelException {
    int result = Libc.mkdir(instance.toString(), 0700);
    if (result < 0) {
      throw refused("make " + instance, -result);
    }
  }

  /** Removes it, and with it what is enabled in it; one that is not there is removed already. */
  void remove(Path instance) throws KernelException {
    int result = Libc.rmdir(instance.toString());
    if (result == -Errno.EBUSY) {
      throw new KernelException(
          "remove " + instance, Errno.EBUSY, "another process is reading what it traces");
    }
    if (result < 0 && result != -Errno.ENOENT) {
      throw refused("remove " + instance, -result);
    }
  }

  void define(Probe probe) throws KernelException {
    try {
      write(root.resolve("kprobe_events"), probe.definition());
    } catch (KernelException e) {
      String reason = latestError();
      if (e.errno() == Errno.EPERM || e.errno() == Errno.EACCES || reason.isEmpty()) {
        throw e;
      }
      throw new KernelException("put a probe on " + probe.function(), e.errno(), reason);
    }
  }

  /** Removes it; one that is not there is removed already. */
  void remove(Probe probe) throws KernelException {
    try {
      write(root.resolve("kprobe_events"), probe.removal());
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  /** Writes to a file what it shall be. Never opens one so that it is emptied: probes of others. */
  void write(Path file, String text) throws KernelException {
    try (Descriptor descriptor = open(file);
        Arena arena = Arena.ofConfined()) {
      byte[] bytes = (text + "\n").getBytes(StandardCharsets.US_ASCII);
      MemorySegment segment = arena.allocateFrom(JAVA_BYTE, bytes);
      long written = Libc.write(descriptor.number(), segment);
      if (written < 0) {
        throw refused("write " + file, (int) -written);
      }
    }
  }

  private static Descriptor open(Path file) throws KernelException {
    try {
      return Descriptor.openForWriting(file.toString());
    } catch (KernelException e) {
      throw refused("open " + file, e.errno());
    }
  }

  /** The kernel says in words what is wrong with a definition. */
  private String latestError() {
    try {
      return ERROR
          .matcher(Files.readString(root.resolve("error_log"), StandardCharsets.ISO_8859_1))
          .results()
          .map(found -> found.group(1))
          .reduce("", (_, latest) -> latest);
    } catch (IOException e) {
      return "";
    }
  }

  private static KernelException refused(String operation, int errno) {
    if (errno != Errno.EPERM && errno != Errno.EACCES) {
      return new KernelException(operation, errno);
    }
    String locked = locked();
    return new KernelException(
        operation, errno, locked.isEmpty() ? "only root may" : "kernel lockdown: " + locked);
  }

  private static String locked() {
    try {
      return LOCKED
          .matcher(Files.readString(LOCKDOWN))
          .results()
          .findFirst()
          .map(MatchResult::group)
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
