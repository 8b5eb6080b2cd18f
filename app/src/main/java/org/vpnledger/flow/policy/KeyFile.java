package org.vpnledger.flow.policy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of a key that hashes: {@code hash.key}, mode 0600, in a folder of mode 0700. One line:
 * {@code 1 <seconds since 1970> <64 hexadecimal digits>}. Where it goes, it is overwritten first.
 */
final class KeyFile {
  private static final Pattern LINE = Pattern.compile("1 (\\d{1,12}) ([0-9a-f]{64})\n");
  private static final int LARGEST = 4096;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path folder;
  private final Path file;
  private final Path draft;
  private final Consumer<String> problems;
  private String told = "";

  /** What it holds. */
  @SuppressWarnings("ArrayRecordComponent") // it is wiped in place
  record Kept(Instant made, byte[] secret) {}

  KeyFile(Path folder, Consumer<String> problems) {
    this.folder = folder;
    this.file = folder.resolve("hash.key");
    this.draft = folder.resolve("hash.key.new");
    this.problems = problems;
  }

  /** The key, absent if there is none, or none that only this user could have read. */
  @Nullable Kept read() {
    try {
      if (!Files.isRegularFile(file, NOFOLLOW_LINKS)
          || !OWNER.containsAll(Files.getPosixFilePermissions(file, NOFOLLOW_LINKS))) {
        return null;
      }
      ByteBuffer text = ByteBuffer.allocate(LARGEST);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
        channel.read(text);
      }
      Matcher line = LINE.matcher(US_ASCII.decode(text.flip()));
      return line.matches()
          ? new Kept(
              Instant.ofEpochSecond(Long.parseLong(line.group(1))),
              HexFormat.of().parseHex(line.group(2)))
          : null;
    } catch (IOException e) {
      return null; // it is made anew, and if that fails, that is told
    }
  }

  /** Destroys what is there, and keeps this. If it cannot be kept, it lives in memory alone. */
  void replace(Kept key) {
    destroy();
    String line =
        "1 " + key.made().getEpochSecond() + " " + HexFormat.of().formatHex(key.secret()) + "\n";
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (FileChannel channel =
          FileChannel.open(
              draft,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNER))) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      tell("the key that hashes destinations is lost with a restart, which changes hashes", e);
    }
  }

  /** Overwrites and removes the file, and what a crash may have left of its making. */
  void destroy() {
    try {
      destroy(draft);
      destroy(file);
      told = "";
    } catch (IOException e) {
      tell("the old key that hashed destinations could not be destroyed", e);
    }
  }

  private void destroy(Path old) throws IOException {
    try {
      if (Files.isRegularFile(old, NOFOLLOW_LINKS)) {
        try (FileChannel channel =
            FileChannel.open(old, StandardOpenOption.WRITE, NOFOLLOW_LINKS)) {
          int size = (int) Math.min(channel.size(), LARGEST);
          channel.write(ByteBuffer.allocate(size), 0);
          channel.force(true);
        }
      }
      Files.delete(old);
      syncFolder();
    } catch (NoSuchFileException e) {
      return; // there is none
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Once, however often it is tried. */
  private void tell(String what, IOException e) {
    String line = file + ": " + what + ": " + e;
    if (!line.equals(told)) {
      told = line;
      problems.accept(line);
    }
  }
}
