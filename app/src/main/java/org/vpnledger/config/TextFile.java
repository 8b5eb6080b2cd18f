package org.vpnledger.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole file of settings, or says in one line why it cannot. */
final class TextFile {
  private static final long MAX_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * Absent, with a problem, if it cannot be read.
   *
   * @param label what messages call it
   * @throws NoSuchFileException which may be no problem at all
   */
  static @Nullable String read(Path path, String label, List<String> problems)
      throws NoSuchFileException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      if (Files.isDirectory(path)) {
        throw new IOException("a folder, not a file");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (AccessDeniedException e) {
      problems.add(label + ": permission denied");
    } catch (CharacterCodingException e) {
      problems.add(label + ": not text in UTF-8");
    } catch (IOException e) {
      problems.add(label + ": " + TomlText.line(String.valueOf(e.getMessage())));
    }
    return null;
  }
}
