package org.vpnledger.kernel.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What kernels of Debian showed: see the README beside the files. */
final class Recorded {
  static final String MODULE = "wireguard";

  private Recorded() {}

  /** A folder as {@link KernelTypes#FOLDER} is one on that kernel. */
  static Path folder(Path temporary, String kernel) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(kernel));
    Files.write(folder.resolve("vmlinux"), vmlinux(kernel));
    Files.write(folder.resolve(MODULE), module(kernel));
    return folder;
  }

  static byte[] vmlinux(String kernel) throws IOException {
    try (InputStream packed = open(kernel + "/vmlinux.gz");
        GZIPInputStream bytes = new GZIPInputStream(packed)) {
      return bytes.readAllBytes();
    }
  }

  static byte[] module(String kernel) {
    try (InputStream bytes = open(kernel + "/" + MODULE)) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Recorded.class.getResourceAsStream(name), name);
  }
}
