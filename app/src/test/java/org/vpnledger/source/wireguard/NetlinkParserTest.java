package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnledger.kernel.netlink.MalformedMessageException;

class NetlinkParserTest {
  static List<Recording> recordings() {
    return Recording.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void what_kernels_sent_is_what_wg_printed(Recording recording) throws Exception {
    assertThat(recording.parse(new KnownPeers())).isEqualTo(recording.printed());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void the_same_bytes_again_give_the_same_and_make_nothing_anew(Recording recording)
      throws Exception {
    KnownPeers known = new KnownPeers();
    Snapshot first = recording.parse(known);
    Snapshot second = recording.parse(known);
    assertThat(second).isEqualTo(first);
    for (int i = 0; i < first.connections().size(); i++) {
      boolean hasZone = String.valueOf(first.connections().get(i).endpoint()).contains("%");
      if (!hasZone) {
        assertThat(second.connections().get(i)).isSameAs(first.connections().get(i));
      }
    }
  }

  @Test
  void a_peer_that_is_cut_over_messages_is_joined() throws Exception {
    Recording recording = Recording.of("6.1", "allowed-ips-3000");
    assertThat(recording.datagrams()).hasSizeGreaterThan(2);
    Snapshot snapshot = recording.parse(new KnownPeers());
    assertThat(snapshot.connections()).hasSize(3);
    assertThat(snapshot.connections().stream().mapToInt(c -> c.allowedIps().size()).max())
        .hasValue(3000);
  }

  @Test
  void a_peer_that_is_listed_twice_is_refused_and_the_next_read_is_good() throws Exception {
    Recording recording = Recording.of("6.1", "handshake");
    KnownPeers known = new KnownPeers();
    Snapshot good = recording.parse(known);
    assertThatThrownBy(() -> recording.with(doubled(recording)).parse(known))
        .isInstanceOf(MalformedReadException.class)
        .hasMessageContaining("listed twice");
    assertThat(recording.parse(known)).isEqualTo(good);
  }

  /** The only peer's element once more, within the same message. */
  private static List<byte[]> doubled(Recording recording) {
    byte[] bytes = recording.datagrams().getFirst();
    int length = get16(bytes, 0);
    int peers = 0x7c; // where the attribute of the peers begins, in this recording
    int peer = get16(bytes, peers) - 4;
    byte[] twice = Arrays.copyOf(bytes, bytes.length + peer);
    System.arraycopy(bytes, peers + 4, twice, length, peer);
    System.arraycopy(bytes, length, twice, length + peer, bytes.length - length);
    put16(twice, 0, length + peer);
    put16(twice, peers, peer * 2 + 4);
    return List.of(twice);
  }

  private static int get16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
    bytes[at + 1] = (byte) (value >> 8);
  }

  /** As AmneziaWG 3 sends it: in 32 bits, which fill what was padding. */
  @Test
  void a_keepalive_may_be_a_range_and_is_known_by_its_longest() throws Exception {
    Recording recording = Recording.of("6.1", "handshake");
    byte[] bytes = recording.datagrams().getFirst().clone();
    int at = 0;
    while (get16(bytes, at) != 6 || get16(bytes, at + 2) != 5) {
      at += 4;
    }
    put16(bytes, at, 8);
    put16(bytes, at + 4, 20);
    put16(bytes, at + 6, 30);
    Recording ranged = recording.with(List.of(bytes));
    assertThat(ranged.parse(new KnownPeers()).connections())
        .singleElement()
        .extracting(connection -> connection.keepaliveSeconds())
        .isEqualTo(30);
  }

  @Test
  void an_answer_of_another_interface_is_refused() throws Exception {
    Recording recording = Recording.of("6.1", "handshake");
    byte[] bytes = recording.datagrams().getFirst().clone();
    bytes[0x28] ^= 1; // the index
    byte[] other = Recording.of("6.1", "handshake").datagrams().getFirst();
    NetlinkParser parser =
        new NetlinkParser(
            3, new KnownPeers(), org.vpnledger.vpn.Epoch.UNKNOWN, Golden.WALL, _ -> null);
    assertThat(other).isNotEqualTo(bytes);
    assertThatThrownBy(() ->
            recording
                .with(List.of(bytes))
                .replay((_, all, from, to) -> parser.message(all, from, to)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("the answer is of interface");
  }

  @Test
  void peers_in_any_order_come_out_in_the_order_of_their_keys() throws Exception {
    Recording recording = Recording.of("6.12", "allowed-ips-3000");
    List<String> keys =
        new ArrayList<>(
            recording.parse(new KnownPeers()).connections().stream()
                .map(c -> c.peer().text())
                .toList());
    List<String> sorted = new ArrayList<>(keys);
    Collections.sort(sorted);
    assertThat(keys).isEqualTo(sorted);
  }

  @Test
  void no_secret_is_in_the_snapshot() throws Exception {
    for (Recording recording : Recording.all()) {
      String shown = recording.parse(new KnownPeers()).toString();
      String printed = Golden.text(recording.name() + ".dump");
      String privateKey = printed.split("\t")[1];
      if (!privateKey.equals("(none)")) {
        assertThat(shown).doesNotContain(privateKey);
      }
    }
  }
}
