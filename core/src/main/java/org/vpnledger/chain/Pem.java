package org.vpnledger.chain;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text around bytes, by RFC 7468. */
final class Pem {
  private static final int MOST = 64 << 10;

  private Pem() {}

  static byte[] decode(String pem, String label) {
    Pattern form =
        Pattern.compile(
            "-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----");
    Matcher matcher = form.matcher(pem);
    if (pem.length() > MOST || !matcher.find()) {
      throw new IllegalArgumentException("no PEM with a " + label);
    }
    try {
      return Base64.getMimeDecoder().decode(matcher.group(1).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its base64 is broken", e);
    }
  }

  static String encode(byte[] bytes, String label) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
