package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Epoch;

/** The captured readings, and the parsers with the arguments that most tests do not care about. */
final class Golden {
  static final String OFFICE = "wg-office.1";
  static final Instant WALL = Instant.parse("2026-11-20T13:22:50.750Z");

  private Golden() {}

  static byte[] bytes(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no golden file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.ISO_8859_1);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Snapshot uapi(String text) throws MalformedReadException {
    return uapi(text, new KnownBlocks());
  }

  static Snapshot uapi(String text, KnownBlocks known) throws MalformedReadException {
    byte[] bytes = ascii(text);
    return UapiParser.parse(
        bytes, bytes.length, WALL, Epoch.UNKNOWN, new DevicePublicKeys(), known);
  }

  static SequencedMap<String, Snapshot> dump(String text) throws MalformedReadException {
    return dump(text, null);
  }

  static SequencedMap<String, Snapshot> dump(String text, @Nullable String onlyInterface)
      throws MalformedReadException {
    byte[] bytes = ascii(text);
    return DumpParser.parse(bytes, bytes.length, WALL, onlyInterface, name -> Epoch.UNKNOWN);
  }
}
