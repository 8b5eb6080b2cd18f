package org.vpnledger.source.openvpn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnStatus;

/** The captured status files, and the parser with the arguments that most tests do not care for. */
final class Golden {
  /** Of servers; the others are by hand. */
  static final List<String> SERVERS =
      List.of(
          "2.3-v1",
          "2.3-v2",
          "2.4-v1",
          "2.4-v2",
          "2.4-v3",
          "2.5-v1",
          "2.5-v2",
          "2.5-v3",
          "2.6-v1",
          "2.6-v2",
          "2.6-v3",
          "2.6-v2-ipv6",
          "2.6-v2-login",
          "2.6-v2-tap",
          "2.6-v2-tcp",
          "2.7-v1",
          "2.7-v2",
          "2.7-v3",
          "2.7-v2-tcp");

  private Golden() {}

  static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name + ".status")) {
      if (in == null) {
        throw new IllegalArgumentException("no golden file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As bytes stand for characters, one for one. */
  static String text(String name) {
    return new String(bytes(name), StandardCharsets.ISO_8859_1);
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static OpenVpnStatus file(String name) throws MalformedStatusException {
    return parse(text(name), ZoneOffset.UTC);
  }

  static OpenVpnStatus parse(String latin) throws MalformedStatusException {
    return parse(latin, ZoneOffset.UTC);
  }

  static OpenVpnStatus parse(String latin, ZoneId zone) throws MalformedStatusException {
    byte[] bytes = latin(latin);
    return StatusParser.parse(bytes, bytes.length, zone);
  }

  /** The only one with this common name. */
  static OpenVpnClient client(OpenVpnStatus status, String commonName) {
    List<OpenVpnClient> named =
        status.clients().stream().filter(c -> c.commonName().equals(commonName)).toList();
    if (named.size() != 1) {
      throw new AssertionError(named.size() + " clients named " + commonName + " in " + status);
    }
    return named.getFirst();
  }
}
