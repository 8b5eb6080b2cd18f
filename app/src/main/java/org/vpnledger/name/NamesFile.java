package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vpnledger.name.sqlite.SqliteNames;

/**
 * Reads a names file of any format, which it tells by the content: people call their files as they
 * like. Nothing but public keys and names survives a read.
 */
final class NamesFile {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(ISO_8859_1);

  private NamesFile() {}

  /**
   * Reads it once.
   *
   * @param path where it is
   * @param shown what messages call it
   * @return absent if it is of no format that names peers
   * @throws NameFileException when the content is of no use
   * @throws IOException when it cannot be read
   */
  static @Nullable ParsedNames read(Path path, String shown) throws IOException, NameFileException {
    if (isDatabase(path)) {
      return SqliteNames.read(path, shown);
    }
    byte[] content = FileContent.of(path, shown);
    try {
      return parse(shown, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** The same of content that was read already. */
  static @Nullable ParsedNames parse(String shown, byte[] content) throws NameFileException {
    return switch (TextFormat.of(content)) {
      case EMPTY -> throw NameFileException.at(shown, content, 0, "the file is empty");
      case JSON -> json(shown, content);
      case TOML -> PeersTomlParser.parse(shown, content);
      case CONF -> ConfParser.parse(content);
      case CLIENTS_TXT -> ClientsTxtParser.parse(content);
      case OTHER -> null;
    };
  }

  private static @Nullable ParsedNames json(String shown, byte[] content) throws NameFileException {
    JsonShape.check(shown, content);
    ParsedNames names = WgEasyParser.parse(shown, content);
    return names != null ? names : WireguardUiParser.parse(shown, content);
  }

  private static boolean isDatabase(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return Arrays.equals(FileContent.head(channel, SQLITE.length), SQLITE);
    }
  }
}
