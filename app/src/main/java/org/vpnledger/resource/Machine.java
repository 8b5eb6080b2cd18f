package org.vpnledger.resource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads the figures of this machine. A disk may keep who asks waiting. */
public final class Machine {
  private static final int MOST_BYTES = 1 << 16;

  private final Path disk;
  private final Path proc;

  /**
   * This machine.
   *
   * @param disk any path on the disk that is looked at
   * @param proc where the kernel's figures are, {@code /proc}
   */
  public Machine(Path disk, Path proc) {
    this.disk = disk;
    this.proc = proc;
  }

  /** Looks once; what cannot be read is absent, and hides nothing else. */
  public Sample sample(Instant at) {
    String memory = text("meminfo");
    String load = text("loadavg");
    return new Sample(
        at.truncatedTo(ChronoUnit.SECONDS),
        diskPercent(),
        memory == null ? null : Memory.parse(memory),
        load == null ? null : Load.parse(load),
        processes());
  }

  private @Nullable Double diskPercent() {
    try {
      FileStore store = Files.getFileStore(disk);
      return Disk.percent(
          store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
    } catch (IOException e) {
      return null; // it is not there, or not mounted
    }
  }

  private @Nullable String text(String name) {
    try (InputStream in = Files.newInputStream(proc.resolve(name))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null;
    }
  }

  /** Each has a folder of its number; where others' are hidden (hidepid) nobody can count them. */
  private @Nullable Long processes() {
    long count = 0;
    boolean first = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        count += name.chars().allMatch(c -> c >= '0' && c <= '9') ? 1 : 0;
        first |= name.equals("1");
      }
    } catch (IOException | DirectoryIteratorException e) {
      return null;
    }
    return first ? Long.valueOf(count) : null;
  }
}
