package org.vpnledger.kernel.trace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/**
 * The types of the running kernel and of one of its modules, as the kernel shows them. These are
 * megabytes: open, ask, close.
 */
public final class KernelTypes implements AutoCloseable {
  /** Where Linux shows them, where it was built with CONFIG_DEBUG_INFO_BTF. */
  public static final Path FOLDER = Path.of("/sys/kernel/btf");

  private static final long LARGEST = 64 << 20;

  private final Arena arena;
  private final Btf types;
  private final boolean loaded;

  private KernelTypes(Arena arena, Btf types, boolean loaded) {
    this.arena = arena;
    this.types = types;
    this.loaded = loaded;
  }

  /**
   * Reads the kernel's types and the module's.
   *
   * @param folder {@link #FOLDER}, or one like it
   * @param module one that is loaded, or a part of the kernel itself
   */
  public static KernelTypes read(Path folder, String module) throws KernelException {
    Arena arena = Arena.ofConfined();
    boolean read = false;
    try {
      Btf kernel = Btf.over(bytes(folder.resolve("vmlinux"), arena), null);
      Path own = folder.resolve(module);
      boolean loaded = Files.exists(own);
      KernelTypes types =
          new KernelTypes(arena, loaded ? Btf.over(bytes(own, arena), kernel) : kernel, loaded);
      read = true;
      return types;
    } finally {
      if (!read) {
        arena.close();
      }
    }
  }

  private static ByteBuffer bytes(Path file, Arena arena) throws KernelException {
    String operation = "read " + file;
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > LARGEST) {
        throw new KernelException(operation, 0, "it has " + size + " bytes");
      }
      ByteBuffer bytes = arena.allocate(Math.max(1, size)).asByteBuffer();
      int last = 0;
      while (bytes.hasRemaining() && last >= 0) {
        last = channel.read(bytes);
      }
      return bytes.flip();
    } catch (NoSuchFileException e) {
      throw new KernelException(
          operation, Errno.ENOENT, "the kernel was built without CONFIG_DEBUG_INFO_BTF");
    } catch (AccessDeniedException e) {
      throw new KernelException(operation, Errno.EACCES);
    } catch (KernelException e) {
      throw e;
    } catch (IOException e) {
      throw new KernelException(operation, 0, String.valueOf(e.getMessage()));
    }
  }

  /** Whether the module has types of its own: otherwise it is a part of the kernel, or absent. */
  public boolean isLoaded() {
    return loaded;
  }

  /**
   * Finds a member of a structure.
   *
   * @param structure the name of a struct or a union
   * @param path names of members, each within the one before it or within what that points to,
   *     {@code owner.queue.length}; those without a name are passed over, as in C
   * @throws KernelException when this kernel has no such member
   */
  public Member member(String structure, String path) throws KernelException {
    return new Members(types).find(structure, path);
  }

  @Override
  public void close() {
    arena.close();
  }
}
