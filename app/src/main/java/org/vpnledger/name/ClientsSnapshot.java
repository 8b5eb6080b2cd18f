package org.vpnledger.name;

import io.avaje.json.JsonWriter;
import io.avaje.json.stream.BufferRecycleStrategy;
import io.avaje.json.stream.JsonStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.vpnledger.vpn.PeerKey;

/**
 * The {@code clients.json} that stands beside the bandwidth logs, for scripts that look names up in
 * it. It has the form of wg-easy's file, {@code {"clients":{"<publicKey>":{"name":…,
 * "publicKey":…,"enabled":true}}}}, and none of its secrets. Sorted by key: the same names give the
 * same bytes.
 */
public final class ClientsSnapshot {
  private static final JsonStream STREAM =
      JsonStream.builder().bufferRecycling(BufferRecycleStrategy.NO_RECYCLING).build();

  private ClientsSnapshot() {}

  /**
   * Replaces the file in one step: a reader sees the old names or the new ones. Its mode is 0640.
   *
   * @param file in a folder that exists
   */
  public static void write(Path file, Map<PeerKey, String> names) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + ": not a file");
    }
    Path draft = Files.createTempFile(folder, ".clients", ".tmp"); // 0600 at first
    try {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer content = ByteBuffer.wrap(json(names));
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true); // or a crash could leave an empty file under the final name
      }
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r-----"));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * The names that a snapshot gives.
   *
   * @throws IOException with one line when it cannot be read, or is none
   */
  public static Map<PeerKey, String> read(Path file) throws IOException {
    try {
      ParsedNames names = NamesFile.read(file, file.toString());
      if (names == null) {
        throw new IOException(file + ": no names in it");
      }
      return names.names();
    } catch (NameFileException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] json(Map<PeerKey, String> names) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonWriter json = STREAM.writer(bytes)) {
      json.beginObject();
      json.name("clients");
      json.beginObject();
      new TreeMap<>(names)
          .forEach((peer, name) -> {
            json.name(peer.text());
            json.beginObject();
            json.name("name");
            json.value(name);
            json.name("publicKey");
            json.value(peer.text());
            json.name("enabled");
            json.value(true);
            json.endObject();
          });
      json.endObject();
      json.endObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
