package org.vpnledger.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vpnledger.kernel.KernelException;

/** Hostile bytes give a member within bounds or the one refusal, never anything else. */
final class BtfFuzzTest {
  private static final int MUTATIONS = 3_000; // of each kernel
  private static final int[] TELLING = {0, 1, 2, 24, 0xffff, 0x7fffffff, -1, 0x84000001, 330};
  private static final List<String> PATHS =
      List.of("handshake.remote_static", "endpoint.addr6.sin6_addr", "device.dev.ifindex");

  private final RandomGenerator random = new Random(20260401);
  private int found;
  private int refused;

  @Test
  void mutated_types_are_read_within_bounds_or_refused() throws Exception {
    for (String kernel : List.of("6.1", "6.12")) {
      Btf base = Btf.over(ByteBuffer.wrap(Recorded.vmlinux(kernel)), null);
      byte[] seed = Recorded.module(kernel);
      for (int i = 0; i < MUTATIONS; i++) {
        ByteBuffer bytes = mutated(seed);
        PATHS.forEach(path -> read(bytes, base, path));
      }
    }
    assertThat(found).isPositive();
    assertThat(refused).isPositive();
  }

  private void read(ByteBuffer bytes, Btf base, String path) {
    try {
      Member member = new Members(Btf.over(bytes, base)).find("wg_peer", path);
      assertThat(member.offsets()).hasSizeBetween(1, 16).allMatch(at -> at >= 0 && at <= 1 << 24);
      assertThat(member.bytes()).isBetween(0, 1 << 24);
      found++;
    } catch (KernelException e) {
      assertThat(e.getMessage()).hasSizeLessThan(200).matches("[ -~]+");
      refused++;
    }
  }

  /** One to four words changed, mostly where there are few of them and each matters; or a cut. */
  private ByteBuffer mutated(byte[] seed) {
    ByteBuffer bytes = ByteBuffer.wrap(seed.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int n = random.nextInt(1, 5); n > 0; n--) {
      int at = random.nextInt(3) == 0 ? random.nextInt(6) : random.nextInt(seed.length / 4 - 1);
      int value =
          random.nextBoolean()
              ? TELLING[random.nextInt(TELLING.length)]
              : bytes.getInt(4 * at) ^ 1 << random.nextInt(32);
      bytes.putInt(4 * at, value);
    }
    return random.nextInt(10) == 0 ? bytes.limit(random.nextInt(seed.length)) : bytes;
  }
}
