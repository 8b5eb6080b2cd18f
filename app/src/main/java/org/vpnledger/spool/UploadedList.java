package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kept files are in the store already: {@code .uploaded} in the spool's root, a line {@code
 * BYTES NAME} for each, on the disk before it counts. What a crash cut off is no line. A file that
 * is missing here, for whatever reason, is looked for in the store before it is sent: so losing the
 * list costs time, nothing else.
 */
final class UploadedList {
  static final String NAME = ".uploaded";

  private final Path file;
  private final Map<String, Long> sizes = new HashMap<>();

  private UploadedList(Path file) {
    this.file = file;
  }

  /**
   * Reads it, and writes it anew without the files that are gone.
   *
   * @param present what lies in the spool
   */
  static UploadedList open(Path root, Collection<SpooledFile> present) throws IOException {
    UploadedList list = new UploadedList(root.resolve(NAME));
    if (Files.exists(list.file)) {
      list.read(present);
      list.rewrite();
    }
    return list;
  }

  boolean has(SpooledFile spooled) {
    Long bytes = sizes.get(spooled.name());
    return bytes != null && bytes == spooled.bytes();
  }

  void add(SpooledFile spooled) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      write(channel, line(spooled.name(), spooled.bytes()));
      channel.force(true);
    }
    sizes.put(spooled.name(), spooled.bytes());
  }

  private void read(Collection<SpooledFile> present) throws IOException {
    Set<String> names = present.stream().map(SpooledFile::name).collect(Collectors.toSet());
    String text = new String(Files.readAllBytes(file), UTF_8);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    whole
        .lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space > 0
              && space <= 18
              && line.chars().limit(space).allMatch(c -> c >= '0' && c <= '9')
              && names.contains(line.substring(space + 1))) {
            sizes.put(line.substring(space + 1), Long.valueOf(line.substring(0, space)));
          }
        });
  }

  private void rewrite() throws IOException {
    Path draft = file.resolveSibling(NAME + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (Map.Entry<String, Long> entry : sizes.entrySet()) {
        write(channel, line(entry.getKey(), entry.getValue()));
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(String name, long bytes) {
    return bytes + " " + name + "\n";
  }

  private static void write(FileChannel channel, String line) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(line.getBytes(UTF_8));
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }
}
