package org.vpnledger.kernel.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which of a module's debug lines the kernel writes into its log,
 * Documentation/admin-guide/dynamic-debug-howto.rst. The kernel lists them all:
 *
 * <pre>
 * drivers/net/wireguard/receive.c:131 [wireguard]wg_receive_handshake_packet =p "%s: Invalid MAC …\012"
 * </pre>
 */
public final class DynamicDebug {
  /** Where the kernel lists them, and is told which to write; the second before Linux 5.10. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/proc/dynamic_debug/control"),
          Path.of("/sys/kernel/debug/dynamic_debug/control"));

  private static final int MOST_LINES = 1_000_000;

  /** What is known of some of a module's lines. */
  public enum Setting {
    /** At least one of them is written. */
    ON,
    /** The module has such lines, and none is written. */
    OFF,
    /** The module is not loaded, or the list is not to be had. */
    UNKNOWN
  }

  private DynamicDebug() {}

  /**
   * Whether those are written that contain one of these texts.
   *
   * @param module the kernel module's name
   */
  public static Setting of(String module, List<String> texts) {
    for (Path place : PLACES) {
      try (BufferedReader reader = Files.newBufferedReader(place, StandardCharsets.ISO_8859_1)) {
        return of(reader, module, texts);
      } catch (IOException _) {
        // Root's only, or hidden, or a kernel without: nobody is worse off for it.
      }
    }
    return Setting.UNKNOWN;
  }

  static Setting of(BufferedReader list, String module, List<String> texts) throws IOException {
    Setting setting = Setting.UNKNOWN;
    String mark = " [" + module + "]";
    String line = list.readLine();
    for (int read = 0; line != null && read < MOST_LINES; read++) {
      int at = line.indexOf(mark);
      int flags = line.indexOf(" =", Math.max(0, at));
      int format = line.indexOf(' ', flags + 2);
      if (at >= 0 && flags >= 0 && format >= 0) {
        String text = line.substring(format);
        if (texts.stream().anyMatch(text::contains)) {
          if (line.substring(flags + 2, format).indexOf('p') >= 0) {
            return Setting.ON;
          }
          setting = Setting.OFF;
        }
      }
      line = list.readLine();
    }
    return setting;
  }
}
