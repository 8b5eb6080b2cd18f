package org.vpnledger.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What guests boot from: the kernels that {@code lab/guest/fetch} keeps, and one image of
 * everything else, packed once in a test run so that it holds the program as it is now.
 */
final class GuestImage {
  static final String QEMU = "qemu-system-x86_64";
  private static final Duration FETCH = Duration.ofMinutes(5);
  private static final Duration PACK = Duration.ofMinutes(2);

  private GuestImage() {}

  /** The folder of each kernel, or why there is none; looked for once in a test run. */
  private static final class Fetched {
    static final Map<Kernel, Path> FOLDERS = new EnumMap<>(Kernel.class);
    static final String COMPLAINT = fetch();

    private static String fetch() {
      List<String> words = new ArrayList<>();
      words.add(Surroundings.source("lab/guest/fetch").toString());
      for (Kernel kernel : Kernel.values()) {
        words.add(kernel.series());
      }
      Command.Result result = Command.of(words).within(FETCH).run();
      if (result.exitCode() != 0) {
        return result.err().strip();
      }
      Iterator<String> folders = result.out().lines().iterator();
      for (Kernel kernel : Kernel.values()) {
        FOLDERS.put(kernel, Path.of(folders.next()));
      }
      return "";
    }
  }

  private static final class Packed {
    /** Removed with the other leftovers when the test run ends. */
    static final Path FILE = pack(Folder.create().resolve("image"));

    private static Path pack(Path file) {
      String script = Surroundings.source("lab/guest/image").toString();
      Command.of(script, System.getProperty("java.home"), file.toString()).within(PACK).output();
      return file;
    }
  }

  /** Why no guest can be booted, absent if one can. */
  static Optional<String> whyNot() {
    return Fetched.COMPLAINT.isEmpty()
        ? Optional.empty()
        : Optional.of("kernels to boot, and lab/guest/fetch says: " + Fetched.COMPLAINT);
  }

  static Path kernel(Kernel kernel) {
    return folder(kernel).resolve("vmlinuz");
  }

  /** Writes the whole initial file system: a kernel unpacks one archive after the other. */
  static void writeInitrd(Kernel kernel, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      Files.copy(Packed.FILE, out);
      Files.copy(folder(kernel).resolve("modules.cpio"), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder(Kernel kernel) {
    Path folder = Fetched.FOLDERS.get(kernel);
    if (folder == null) {
      throw new IllegalStateException(kernel + " was not fetched: " + Fetched.COMPLAINT);
    }
    return folder;
  }
}
