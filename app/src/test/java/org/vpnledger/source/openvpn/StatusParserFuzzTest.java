package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnRoute;
import org.vpnledger.vpn.OpenVpnStatus;

/** Hostile bytes give a result within bounds or the one refusal, never anything else. */
class StatusParserFuzzTest {
  private static final int MUTATIONS = 2_000; // of each file
  private static final byte[] TELLING = Golden.latin("\n\t\r,,,::.[]\"C0f9-~\0\u00c3\u00ff");
  private static final ZoneId ZONE = ZoneId.of("Australia/Lord_Howe");
  private static final int LONGEST_LINE = 1024;

  private final RandomGenerator random = new Random(20260101);
  private int understood;

  @Test
  void mutated_files_are_read_within_bounds_or_refused() {
    for (String name : Golden.SERVERS) {
      byte[] seed = Golden.bytes(name);
      for (int i = 0; i < MUTATIONS; i++) {
        read(mutate(seed));
      }
    }
    assertThat(understood).isGreaterThan(Golden.SERVERS.size() * MUTATIONS / 10);
  }

  @Test
  void two_files_over_one_another_are_read_within_bounds_or_refused() {
    for (String name : Golden.SERVERS) {
      for (String other : Golden.SERVERS) {
        byte[] under = Golden.bytes(other);
        for (int i = 0; i < MUTATIONS / 20; i++) {
          byte[] over = Arrays.copyOf(Golden.bytes(name), random.nextInt(under.length));
          byte[] bytes = under.clone();
          System.arraycopy(over, 0, bytes, 0, over.length);
          read(bytes);
        }
      }
    }
  }

  private void read(byte[] bytes) {
    try {
      check(StatusParser.parse(bytes, bytes.length, ZONE), bytes.length);
      understood++;
    } catch (MalformedStatusException e) {
      String message = e.getMessage();
      if (message == null || message.length() > 200 || message.chars().anyMatch(c -> c < ' ')) {
        throw new AssertionError("not one line for people", e);
      }
    }
  }

  private static void check(OpenVpnStatus status, int length) {
    for (OpenVpnClient client : status.clients()) {
      Endpoint endpoint = client.endpoint();
      boolean bounded =
          !client.realAddress().isEmpty()
              && client.commonName().length() <= LONGEST_LINE
              && client.commonName().chars().noneMatch(c -> c < ' ')
              && (endpoint == null || client.realAddress().contains(endpoint.host()));
      if (!bounded) {
        throw new AssertionError("out of bounds: " + client);
      }
    }
    for (OpenVpnRoute route : status.routes()) {
      if (route.virtualAddress().length() > LONGEST_LINE) {
        throw new AssertionError("out of bounds: " + route);
      }
    }
    if (status.clients().size() + status.routes().size() > length / 16) {
      throw new AssertionError("more clients than bytes can hold");
    }
    if (String.valueOf(status.version()).contains(" ")) {
      throw new AssertionError("a version of two words: " + status.version());
    }
  }

  /** One to four changes: a byte, a telling byte, a deletion, a doubling, a cut. */
  private byte[] mutate(byte[] seed) {
    byte[] bytes = seed.clone();
    for (int n = random.nextInt(1, 5); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      int end = Math.min(bytes.length, at + random.nextInt(1, 90));
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3, 4, 5 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
        case 6 -> bytes = join(bytes, 0, at, bytes, end, bytes.length);
        case 7 -> bytes = join(bytes, 0, end, bytes, at, bytes.length);
        case 8 -> bytes[at] = (byte) (bytes[at] ^ 1 << random.nextInt(8));
        default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      }
    }
    return bytes;
  }

  private static byte[] join(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    byte[] joined = Arrays.copyOf(Arrays.copyOfRange(a, aFrom, aTo), aTo - aFrom + bTo - bFrom);
    System.arraycopy(b, bFrom, joined, aTo - aFrom, bTo - bFrom);
    return joined;
  }
}
