package org.vpnledger.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::0:1, 2001:db8::1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8::ABCD, 2001:db8::abcd",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
  })
  void ipv6_addresses_are_as_in_rfc_5952(String address, String text) {
    ByteBuffer bytes = ByteBuffer.wrap(InetAddress.ofLiteral(address).getAddress());
    assertThat(AddressText.ipv6(bytes.getLong(), bytes.getLong())).isEqualTo(text);
  }

  @Test
  void mapped_ones_show_the_ipv4_address() {
    assertThat(AddressText.ipv6(0, 0xffff_c000_0201L)).isEqualTo("::ffff:192.0.2.1");
  }

  @Test
  void random_ones_are_the_same_when_they_are_read_back() {
    RandomGenerator random = new Random(20260107);
    for (int i = 0; i < 20_000; i++) {
      ByteBuffer bytes = ByteBuffer.allocate(16).putLong(random.nextLong());
      bytes.putLong(random.nextLong());
      for (int group = 0; group < 8; group++) {
        if (random.nextBoolean()) {
          bytes.putShort(2 * group, (short) random.nextInt(0, 2));
        }
      }
      String text = AddressText.ipv6(bytes.getLong(0), bytes.getLong(8));
      byte[] read = InetAddress.ofLiteral(text).getAddress();
      byte[] expected =
          read.length == 16 ? bytes.array() : Arrays.copyOfRange(bytes.array(), 12, 16);
      assertThat(read).as(text).isEqualTo(expected);
    }
  }
}
