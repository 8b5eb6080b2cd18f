package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InetTextTest {
  /** As inet_ntop(3) of the GNU C library prints them. */
  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "0:0:0:0:0:0:102:304, ::1.2.3.4",
    "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "0:0:1:0:0:0:0:0, 0:0:1::"
  })
  void ipv6_is_written_as_other_tools_write_it(String address, String text) throws Exception {
    assertThat(InetText.ipv6(InetAddress.getByName(address).getAddress(), 0)).isEqualTo(text);
  }

  @Test
  void an_ipv4_address_in_an_ipv6_one_is_written_as_such() {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = (byte) 192;
    mapped[13] = 0;
    mapped[14] = 2;
    mapped[15] = 1;
    assertThat(InetText.ipv6(mapped, 0)).isEqualTo("::ffff:192.0.2.1");
    assertThat(InetText.ipv4(mapped, 12)).isEqualTo("192.0.2.1");
  }
}
