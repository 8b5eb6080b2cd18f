package org.vpnledger.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace by the file that stands for it, network_namespaces(7): {@code
 * /run/netns/NAME} or {@code /proc/PID/ns/net}.
 *
 * @param file the one that stands for it
 */
public record NetworkNamespace(Path file) {
  /** The one that a thread is in when it asks. */
  public static final NetworkNamespace OWN =
      new NetworkNamespace(Path.of("/proc/thread-self/ns/net"));

  private static final int CLONE_NEWNET = 0x40000000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_NETNS_COOKIE = 71;

  /** What opens sockets, within a namespace. */
  @FunctionalInterface
  public interface Opening<T> {
    /** Opens; called on a thread that has entered the namespace and ends thereafter. */
    T open() throws IOException;
  }

  /**
   * Runs something on a new thread that enters the namespace first, and waits for it. The thread
   * ends with it: one that came back could go astray and be used for something else. Sockets stay
   * in the namespace in which they were opened, whoever uses them.
   *
   * @throws KernelException with what is needed, when the namespace cannot be entered
   */
  public <T> T call(Opening<T> opening) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("in " + file)
        .start(() -> {
          try {
            enter();
            result.complete(opening.open());
          } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void enter() throws KernelException {
    try (Descriptor namespace = Descriptor.openFile(file.toString())) {
      int result = Libc.setns(namespace.number(), CLONE_NEWNET);
      if (result < 0) {
        throw -result == Errno.EINVAL
            ? new KernelException("enter " + file, Errno.EINVAL, "not a network namespace")
            : new KernelException("enter " + file, -result);
      }
    }
  }

  /**
   * Which namespace the file stands for now: equal for two files of one namespace.
   *
   * @return absent when there is no such file
   */
  public @Nullable Object identity() throws IOException {
    try {
      return attribute("unix:dev") + ":" + attribute("unix:ino");
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The number by which other parts of the kernel speak of it. */
  public long inode() throws IOException {
    return (Long) attribute("unix:ino");
  }

  private Object attribute(String name) throws IOException {
    try {
      return Files.getAttribute(file, name);
    } catch (AccessDeniedException e) {
      throw new KernelException("open " + file, Errno.EACCES);
    }
  }

  /** Whether it is the one that this thread is in. */
  public boolean isOwn() throws IOException {
    Object own = OWN.identity();
    return own != null && own.equals(identity());
  }

  /**
   * A number that no other namespace of this boot has or had, {@code SO_NETNS_COOKIE} (Linux 5.14):
   * numbers of files are given anew as soon as a namespace is gone.
   *
   * @param socket one that was opened in it
   * @return absent where the kernel is older
   */
  public static @Nullable Long cookie(Descriptor socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_LONG);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Long.BYTES);
      int result = Libc.getsockopt(socket.number(), SOL_SOCKET, SO_NETNS_COOKIE, value, length);
      return result < 0 ? null : value.get(JAVA_LONG, 0);
    }
  }
}
