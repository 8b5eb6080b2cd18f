package org.vpnledger.source.openvpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.OpenVpnClient;
import org.vpnledger.vpn.OpenVpnStatus;

/** Common names and logins are anybody's text, and in versions 1 and 2 nothing in it is escaped. */
class CommonNamesTest {
  private static final String ADDRESS = "192.0.2.10:56654";
  private static final String MIDDLE =
      ADDRESS + ",198.51.100.2,,2816,2900,2026-01-01 09:00:00,1767258000";

  /** All columns that lie between the two names, as short as they can be. */
  private static final String FORGED = "1.1.1.1:1,,,0,0,2026-01-01 09:00:00,1767258000";

  @Test
  void commas_in_both_names_are_shared_out_by_the_form_of_what_is_between() throws Exception {
    for (String commonName :
        new String[] {"a", ",", "a,b", ",a,,", "a,1,2,3", "1,2,,,\"", "CLIENT_LIST,x"}) {
      for (String username : new String[] {"u", ",", "u,v", ",,1,2,", "0,0,AES-256-GCM"}) {
        OpenVpnClient client = only(commonName, username);
        assertThat(client.commonName()).isEqualTo(commonName);
        assertThat(client.username()).isEqualTo(username);
        assertThat(client.realAddress()).isEqualTo(ADDRESS);
        assertThat(client.counters().rxBytes()).isEqualTo(2816);
        assertThat(client.cipher()).isEqualTo("AES-256-GCM");
      }
    }
  }

  @Test
  void a_common_name_that_imitates_the_columns_does_not_move_them() throws Exception {
    OpenVpnClient client = only("mallory," + FORGED + ",alice", "u");
    assertThat(client.commonName()).isEqualTo("mallory," + FORGED + ",alice");
    assertThat(client.realAddress()).isEqualTo(ADDRESS);
  }

  @Test
  void a_login_that_imitates_the_columns_does_not_move_them() throws Exception {
    OpenVpnClient client = only("mallory", "m," + FORGED + ",alice");
    assertThat(client.commonName()).isEqualTo("mallory");
    assertThat(client.realAddress()).isEqualTo(ADDRESS);
  }

  @Test
  void a_login_that_is_taken_for_the_common_name_may_imitate_them_twice() throws Exception {
    String name = "m," + FORGED + ",alice";
    OpenVpnClient client = only(name, name);
    assertThat(client.commonName()).isEqualTo(name);
    assertThat(client.username()).isEqualTo(name);
    assertThat(client.realAddress()).isEqualTo(ADDRESS);
  }

  @Test
  void names_that_look_like_lines_of_the_file_are_names() throws Exception {
    for (String name :
        new String[] {"END", "ROUTING TABLE", "GLOBAL STATS", "UNDEF ", "OpenVPN CLIENT LIST"}) {
      OpenVpnStatus status = Golden.parse(Golden.text("2.6-v1").replace("carol,", name + ",x,"));
      assertThat(Golden.client(status, name + ",x").counters().rxBytes()).isEqualTo(3353);
      assertThat(status.routes()).filteredOn(r -> r.commonName().equals(name + ",x")).hasSize(4);
    }
  }

  @Test
  void utf_8_is_read_as_such_and_anything_else_as_latin_1() throws Exception {
    byte[] utf8 = "Jürgen\u202e 🦊".getBytes(StandardCharsets.UTF_8);
    assertThat(only(new String(utf8, StandardCharsets.ISO_8859_1), "u").commonName())
        .isEqualTo("Jürgen\u202e 🦊");
    byte[] odd = "\ufffd".getBytes(StandardCharsets.UTF_8);
    assertThat(only(new String(odd, StandardCharsets.ISO_8859_1), "u").commonName())
        .isEqualTo("\ufffd");
    assertThat(only("J\u00fcrgen \u0080\u00ff", "u").commonName())
        .isEqualTo("J\u00fcrgen \u0080\u00ff");
  }

  @Test
  void no_name_brings_a_line_break_or_a_tab_which_openvpn_replaces() {
    for (String control : new String[] {"\t", "\u0000", "\u001b[31m", "\r", "\u000b"}) {
      assertThatThrownBy(() -> only("a" + control + "b", "u"))
          .isInstanceOf(MalformedStatusException.class)
          .hasMessage("line 4: control characters: this is no status file of OpenVPN's");
    }
    assertThatThrownBy(() -> Golden.parse(Golden.text("2.6-v3").replace("carol\t", "car\tol\t")))
        .isInstanceOf(MalformedStatusException.class)
        .hasMessage("line 6: more fields than columns");
  }

  @Test
  void in_version_3_commas_part_nothing() throws Exception {
    String text = Golden.text("2.6-v3").replace("carol\t", FORGED + ",=cmd\t");
    assertThat(Golden.client(Golden.parse(text), FORGED + ",=cmd").counters().rxBytes())
        .isEqualTo(3310);
  }

  private static OpenVpnClient only(String commonName, String username) throws Exception {
    String text =
        """
        TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu
        TIME,2026-01-01 10:00:00,1767261600
        HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,Virtual IPv6 Address,Bytes Received,Bytes Sent,Connected Since,Connected Since (time_t),Username,Client ID,Peer ID,Data Channel Cipher
        CLIENT_LIST,%s,%s,%s,0,0,AES-256-GCM
        END
        """
            .formatted(commonName, MIDDLE, username);
    return Golden.parse(text).clients().getFirst();
  }
}
