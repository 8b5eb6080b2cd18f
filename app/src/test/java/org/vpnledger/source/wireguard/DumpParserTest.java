package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.vpnledger.vpn.Device;

class DumpParserTest {
  private static final String KEY = "1u/uCoCeoyrQRU6d/YGhO+gZxnz8fPMVKd4A2fD/vE0=";
  private static final String DEVICE = "wg0\t(none)\t(none)\t0\toff\n";
  private static final String PEER = "wg0\t" + KEY + "\t(none)\t(none)\t(none)\t0\t0\t0\toff\n";

  @Test
  void a_dump_cut_in_the_middle_of_a_line_is_refused() throws Exception {
    String whole = Golden.text("all.dump");
    for (int length = 1; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      if (cut.endsWith("\n")) {
        assertThat(Golden.dump(cut)).isNotEmpty();
      } else {
        refused(cut);
      }
    }
  }

  @Test
  void an_empty_dump_shows_no_interface() throws Exception {
    assertThat(Golden.dump("")).isEmpty();
  }

  @Test
  void the_form_without_names_needs_the_name_that_was_asked_for() {
    assertThatThrownBy(() -> Golden.dump(Golden.text("office.dump")))
        .hasMessageContaining("wg show all dump");
  }

  @Test
  void the_form_with_names_keeps_its_own() throws Exception {
    assertThat(Golden.dump(DEVICE + PEER, "other").keySet()).containsExactly("wg0");
  }

  @Test
  void a_line_with_a_wrong_count_of_fields_is_refused() {
    refused(PEER);
    refused("x\n");
    refused(DEVICE + "\n");
    refused(DEVICE + PEER.replace("\toff", "\toff\toff"));
    refused(DEVICE + PEER.replace("\toff", "\toff\t\t\t\t\t\t"));
    refused(DEVICE + PEER.substring(4));
  }

  @Test
  void amneziawgs_settings_of_any_version_are_passed_over() throws Exception {
    for (int settings : new int[] {9, 16, 23, 25}) {
      String device = DEVICE.replace("\t0\toff", "\t7" + "\t(null)".repeat(settings) + "\t0x5");
      var named = Golden.dump(device + PEER + device.replace("wg0", "wg1"));
      assertThat(named.keySet()).containsExactly("wg0", "wg1");
      assertThat(named.firstEntry().getValue().device()).isEqualTo(new Device(null, 7, 5));
      assertThat(named.firstEntry().getValue().connections()).hasSize(1);
      assertThat(Golden.dump((device + PEER).replace("wg0\t", ""), "wg0"))
          .containsExactly(named.firstEntry());
    }
  }

  @Test
  void settings_without_end_are_refused() {
    refused(DEVICE.replace("\toff", "\toff".repeat(100)));
  }

  @Test
  void a_range_of_keepalives_is_known_by_its_longest() throws Exception {
    assertThat(keepalive("20-30")).isEqualTo(30);
    assertThat(keepalive("20")).isEqualTo(20);
    refused(DEVICE + PEER.replace("off", "20-"));
    refused(DEVICE + PEER.replace("off", "-20"));
    refused(DEVICE + PEER.replace("off", "20-65536"));
    refused(DEVICE + PEER.replace("off", "20-30-40"));
  }

  private static int keepalive(String text) throws MalformedReadException {
    return Golden.dump(DEVICE + PEER.replace("off", text))
        .firstEntry()
        .getValue()
        .connections()
        .getFirst()
        .keepaliveSeconds();
  }

  @Test
  void a_peer_of_another_interface_is_refused() {
    refused(DEVICE + PEER.replace("wg0", "wg1"));
  }

  @Test
  void what_is_listed_twice_is_refused() {
    refused(DEVICE + PEER + PEER);
    refused(DEVICE + PEER + DEVICE);
  }

  @Test
  void names_that_no_interface_has_are_refused() throws Exception {
    assertThat(Golden.dump(DEVICE.replace("wg0", "a.b=c_d-e012345"))).hasSize(1);
    refused(DEVICE.replace("wg0", "a.b=c_d-e0123456"));
    refused(DEVICE.replace("wg0", ".."));
    refused(DEVICE.replace("wg0", "../wg0"));
    refused(DEVICE.replace("wg0", "w g"));
    refused(DEVICE.replace("wg0", "w\u001bg"));
    refused(DEVICE.replace("wg0", ""));
  }

  @Test
  void malformed_values_are_refused() {
    refused(DEVICE.replace("off", "0x"));
    refused(DEVICE.replace("off", "51820"));
    refused(DEVICE.replace("off", "0x123456789"));
    refused(DEVICE.replace("\t0\t", "\t65536\t"));
    refused(DEVICE + PEER.replace("off", "65536"));
    refused(DEVICE + PEER.replace("\t0\t0\t0", "\t0\t-1\t0"));
    refused(DEVICE + PEER.replace("vE0=", "vE1="));
    refused(DEVICE + PEER.replace(KEY, KEY.substring(1)));
    refused(DEVICE + PEER.replace("(none)\t0", "10.0.0.1/32,\t0"));
  }

  private static void refused(String dump) {
    assertThatThrownBy(() -> Golden.dump(dump)).as(dump).isInstanceOf(MalformedReadException.class);
  }
}
