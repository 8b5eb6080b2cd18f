package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared credentials file: {@code [profile]}, then {@code aws_access_key_id = …} and so on. No
 * more than that of AWS's format: a profile that would run a program or take another role is none
 * for a daemon.
 */
final class S3KeyFile {
  private static final int LONGEST = 1 << 20;

  private S3KeyFile() {}

  /** The settings of one profile, by their names in lower case. */
  static Map<String, String> read(Path file, String profile) throws StoreException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(LONGEST), UTF_8);
    } catch (NoSuchFileException e) {
      throw denied("credentials_file " + file + ": no such file", e);
    } catch (IOException e) {
      throw denied("credentials_file " + file + ": cannot be read: " + e.getMessage(), e);
    }
    Map<String, String> values = new HashMap<>();
    boolean ours = false;
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        ours = line.substring(1, line.length() - 1).strip().equals(profile);
      } else if (ours && !line.startsWith("#") && !line.startsWith(";") && line.indexOf('=') > 0) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    if (values.getOrDefault("aws_access_key_id", "").isEmpty()
        || values.getOrDefault("aws_secret_access_key", "").isEmpty()) {
      throw denied(
          "credentials_file "
              + file
              + ": expected [%s] with aws_access_key_id and aws_secret_access_key"
                  .formatted(profile),
          null);
    }
    return values;
  }

  private static StoreException denied(String line, @Nullable Exception e) {
    return new StoreException(StoreException.Kind.DENIED, line, e);
  }
}
