package org.vpnledger.lab;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A key that may be nowhere.
 *
 * @param what names it without showing it
 */
record Secret(String what, String base64) {
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.US_ASCII, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

  /**
   * All forms in which it could lie in a file or in memory. Each is cut in two, so that a buffer
   * which something else has partly overwritten still gives itself away.
   */
  List<Needle> needles() {
    byte[] raw = Base64.getDecoder().decode(base64);
    String hex = HexFormat.of().formatHex(raw);
    List<Needle> needles = new ArrayList<>();
    needles.add(new Needle(what + " (raw)", Arrays.copyOf(raw, 16)));
    needles.add(new Needle(what + " (raw)", Arrays.copyOfRange(raw, 16, 32)));
    for (Charset charset : CHARSETS) {
      for (String digits : List.of(hex, hex.toUpperCase(Locale.ROOT))) {
        needles.add(new Needle(what + " (hex)", digits.substring(0, 32).getBytes(charset)));
        needles.add(new Needle(what + " (hex)", digits.substring(32).getBytes(charset)));
      }
      needles.add(new Needle(what + " (base64)", base64.substring(0, 21).getBytes(charset)));
      needles.add(new Needle(what + " (base64)", base64.substring(21, 43).getBytes(charset)));
    }
    return needles;
  }

  @Override
  public String toString() {
    return what;
  }
}
