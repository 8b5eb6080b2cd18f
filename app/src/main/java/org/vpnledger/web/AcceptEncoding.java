package org.vpnledger.web;

import java.util.Locale;

/** The Accept-Encoding header (RFC 9110, 12.5.3): {@code gzip;q=0.8, identity, *;q=0}. */
final class AcceptEncoding {
  private AcceptEncoding() {}

  /** Whether it allows gzip: by its name, or else by the asterisk. An absent header does not. */
  static boolean allowsGzip(String header) {
    boolean others = false;
    for (String part : header.split(",", -1)) {
      String[] words = part.split(";", -1);
      String coding = words[0].strip().toLowerCase(Locale.ROOT);
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return isWanted(words);
      }
      if (coding.equals("*")) {
        others = isWanted(words);
      }
    }
    return others;
  }

  /** A weight that cannot be read is none: then the client gets what every client understands. */
  private static boolean isWanted(String[] words) {
    for (int i = 1; i < words.length; i++) {
      String word = words[i].strip().toLowerCase(Locale.ROOT);
      if (word.startsWith("q=")) {
        String weight = word.substring(2).strip();
        return weight.matches("0\\.[0-9]{0,2}[1-9][0-9]{0,2}|1|1\\.0{0,3}") && weight.length() <= 5;
      }
    }
    return true;
  }
}
