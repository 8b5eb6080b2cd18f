package org.vpnledger.source.wireguard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys of a userspace answer that mean something to us. */
enum UapiKey {
  PRIVATE_KEY,
  OWN_PUBLIC_KEY, // boringtun's, in place of the private key
  LISTEN_PORT,
  FWMARK,
  PUBLIC_KEY,
  PRESHARED_KEY,
  ENDPOINT,
  LAST_HANDSHAKE_TIME_SEC,
  LAST_HANDSHAKE_TIME_NSEC,
  TX_BYTES,
  RX_BYTES,
  PERSISTENT_KEEPALIVE_INTERVAL,
  ALLOWED_IP,
  ERRNO;

  private static final UapiKey[][] BY_LENGTH = byLength();

  @SuppressWarnings("ImmutableEnumChecker") // never written to, never given away
  private final byte[] ascii = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);

  /** The key that these bytes spell, absent if it is none of these. */
  static @Nullable UapiKey of(byte[] bytes, int from, int to) {
    if (to - from >= BY_LENGTH.length) {
      return null;
    }
    for (UapiKey key : BY_LENGTH[to - from]) {
      if (Arrays.equals(bytes, from, to, key.ascii, 0, key.ascii.length)) {
        return key;
      }
    }
    return null;
  }

  private static UapiKey[][] byLength() {
    int longest = Arrays.stream(values()).mapToInt(key -> key.ascii.length).max().orElse(0);
    UapiKey[][] table = new UapiKey[longest + 1][];
    for (int i = 0; i < table.length; i++) {
      int length = i;
      table[i] =
          Arrays.stream(values()).filter(key -> key.ascii.length == length).toArray(UapiKey[]::new);
    }
    return table;
  }
}
