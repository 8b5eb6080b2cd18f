package org.vpnledger.metrics.push;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The value of the Authorization header that pushes carry, read from a file each time: so a token
 * can be changed, and never stands in the settings.
 *
 * @param file absent for none
 */
public record Authorization(Optional<Path> file) {
  private static final int LONGEST = 4096;

  /** Empty for none. */
  String value() throws IOException {
    if (file.isEmpty()) {
      return "";
    }
    Path path = file.get();
    String value;
    try (InputStream in = Files.newInputStream(path)) {
      value = new String(in.readNBytes(LONGEST + 1), StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw new IOException("push.token_file: " + path + ": no such file", e);
    } catch (IOException e) {
      throw new IOException("push.token_file: " + path + ": " + e.getMessage(), e);
    }
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(Authorization::fits)) {
      throw new IOException(
          "push.token_file: " + path + ": expected one line such as 'Bearer TOKEN'");
    }
    return value;
  }

  private static boolean fits(int c) {
    return c >= ' ' && c <= '~';
  }
}
