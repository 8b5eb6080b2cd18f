package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Presence.LastHandshake;

/** Hostile bytes give a result within bounds or the one refusal, never anything else. */
class ParserFuzzTest {
  private static final int MUTATIONS = 6_000; // of each file
  private static final byte[] TELLING = Golden.ascii("\n\t=,/:.[]%0f9-~\0");
  private static final List<String> ANSWERS = List.of("office.uapi", "empty.uapi", "amnezia.uapi");
  private static final List<String> DUMPS =
      List.of("office.dump", "all.dump", "zone-age.dump", "amnezia.dump");

  private final RandomGenerator random = new Random(20260101);
  private final DevicePublicKeys publicKeys = new DevicePublicKeys();
  private int understood;

  @Test
  void mutated_answers_are_read_within_bounds_or_refused() {
    for (String file : ANSWERS) {
      byte[] seed = Golden.bytes(file);
      KnownBlocks known = new KnownBlocks(); // what a refused read leaves must not harm the next
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] bytes = mutate(seed);
        try {
          Snapshot warm = uapi(bytes, known);
          check(warm, bytes.length);
          assertThat(warm).isEqualTo(uapi(bytes, new KnownBlocks()));
        } catch (MalformedReadException e) {
          checkMessage(e);
        }
      }
    }
    assertThat(understood).isPositive();
  }

  @Test
  void mutated_dumps_are_read_within_bounds_or_refused() {
    for (String file : DUMPS) {
      byte[] seed = Golden.bytes(file);
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] bytes = mutate(seed);
        try {
          DumpParser.parse(bytes, bytes.length, Golden.WALL, "wg0", name -> Epoch.UNKNOWN)
              .forEach((name, snapshot) -> {
                assertThat(InterfaceName.isValid(name)).isTrue();
                check(snapshot, bytes.length);
              });
        } catch (MalformedReadException e) {
          checkMessage(e);
        }
      }
    }
    assertThat(understood).isPositive();
  }

  private Snapshot uapi(byte[] bytes, KnownBlocks known) throws MalformedReadException {
    return UapiParser.parse(bytes, bytes.length, Golden.WALL, Epoch.UNKNOWN, publicKeys, known);
  }

  @Test
  void mutated_netlink_answers_are_read_within_bounds_or_refused() {
    for (Recording recording : Recording.all()) {
      KnownPeers known = new KnownPeers(); // what a refused read leaves must not harm the next
      byte[] seed = recording.datagrams().getFirst();
      for (int i = 0; i < MUTATIONS / 2; i++) {
        byte[] bytes = mutate(seed);
        try {
          Recording mutated = recording.with(List.of(bytes));
          Snapshot warm = mutated.parse(known);
          check(warm, bytes.length);
          assertThat(warm).isEqualTo(mutated.parse(new KnownPeers()));
        } catch (MalformedReadException | IOException e) {
          checkMessage(e);
        }
      }
    }
    assertThat(understood).isPositive();
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

  private void check(Snapshot snapshot, int length) {
    understood++;
    for (Connection connection : snapshot.connections()) {
      boolean bounded =
          connection.peer().text().length() == 44
              && connection.allowedIps().stream().allMatch(ip -> ip.length() <= 64)
              && connection.presence() instanceof LastHandshake(var at)
              && (at == null || at.getEpochSecond() <= PeerDraft.MAX_SECONDS);
      if (!bounded) {
        throw new AssertionError("out of bounds: " + connection);
      }
    }
    if (snapshot.connections().size() > length / 32) {
      throw new AssertionError("more peers than bytes can hold");
    }
  }

  private static void checkMessage(Exception e) {
    String message = e.getMessage();
    if (message == null || message.length() > 200 || message.chars().anyMatch(c -> c < ' ')) {
      throw new AssertionError("not one line for people", e);
    }
  }
}
