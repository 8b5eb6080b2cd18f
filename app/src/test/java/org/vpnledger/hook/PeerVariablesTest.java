package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.report.AllowedAddresses;
import org.vpnledger.store.EventRow;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** What scripts are told. */
class PeerVariablesTest {
  private static final PeerVariables.Facts NOTHING =
      new PeerVariables.Facts("gw1", List.of(), null, null);
  private static final List<String> CORPUS =
      List.of(
          "a\nPEER_EVENT=OFFLINE",
          "a\0b",
          "\u001b]0;owned\u0007",
          "$(touch /tmp/owned)`id`;|&<>",
          "'\"\\'\"",
          "\u202egpj.exe\u2028\u0085",
          "\ud83d\ude00\ud83d",
          "\ud83d\ude00".repeat(300),
          "x".repeat(1 << 20));

  private static Map<String, String> of(Event event) {
    return PeerVariables.of(new EventRow(7, event), NOTHING);
  }

  @Test
  void what_is_not_known_is_unset_but_the_seven_of_wg_monitor_are_always_there() {
    Event event =
        new Event(
            EventType.REMOVED, null, null, null, Scripts.NOW, Scripts.NOW, null, null, null, null);
    assertThat(of(event))
        .isEqualTo(
            Map.of(
                    "PEER_EVENT", "REMOVED",
                    "PEER_IFACE", "N/A",
                    "PEER_PUBKEY", "N/A",
                    "PEER_ENDPOINT", "N/A",
                    "PEER_ALLOWED_IPS", "N/A",
                    "PEER_HANDSHAKE", "0",
                    "PEER_ONLINE", "0",
                    "PEER_SEQ", "7",
                    "PEER_HAPPENED", "1780308000",
                    "PEER_NOTICED", "1780308000")
                .entrySet()
                .stream()
                .collect(
                    Collectors.collectingAndThen(
                        Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue),
                        all -> {
                          all.put("PEER_GATEWAY", "gw1");
                          return all;
                        })));
  }

  @Test
  void a_move_has_both_endpoints() {
    Event moved =
        new Event(
            EventType.ROAMED,
            Scripts.WG0,
            new PeerKey("k"),
            null,
            Scripts.NOW,
            Scripts.NOW,
            new Endpoint("2001:db8::1", 2),
            Scripts.HOME,
            Scripts.NOW,
            null);
    assertThat(of(moved))
        .containsEntry("PEER_ENDPOINT", "[2001:db8::1]:2")
        .containsEntry("PEER_OLD_ENDPOINT", "192.0.2.1:51820")
        .containsEntry("PEER_ONLINE", "1");
  }

  @Test
  void allowed_addresses_are_hosts_else_networks_and_cut_as_wg_monitor_does() {
    assertThat(allowed("10.0.0.1/32", "fd00::1/128", "10.0.0.0/8")).isEqualTo("10.0.0.1, fd00::1");
    assertThat(allowed("10.0.0.0/8", "fd00::/64")).isEqualTo("10.0.0.0/8,fd00::/64");
    assertThat(allowed("fd00::/32")).isEqualTo("fd00::/32");
    assertThat(allowed()).isEqualTo("N/A");
    String[] many =
        IntStream.range(0, 250).mapToObj(n -> "10.0.0." + n + "/32").toArray(String[]::new);
    assertThat(allowed(many)).hasSize(1024).startsWith("10.0.0.0, 10.0.0.1, ");
  }

  private static String allowed(String... networks) {
    return AllowedAddresses.text(List.of(networks));
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void hostile_text_is_one_line_of_bounded_length_in_every_variable(EventType type) {
    for (String hostile : CORPUS) {
      check(type, hostile);
    }
  }

  @Test
  void so_is_text_that_was_made_of_the_corpus_at_random() {
    Random random = new Random(4);
    String all =
        CORPUS.stream()
            .map(s -> s.substring(0, Math.min(100, s.length())))
            .collect(Collectors.joining());
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 700); n > 0; n--) {
        text.append(
            random.nextInt(8) == 0
                ? (char) random.nextInt(0x10000)
                : all.charAt(random.nextInt(all.length())));
      }
      check(EventType.ONLINE, text.toString());
    }
  }

  private static void check(EventType type, String hostile) {
    PeerKey key = new PeerKey(hostile.substring(0, Math.min(PeerKey.MAX_LENGTH, hostile.length())));
    Event event =
        new Event(
            type,
            new TunnelId(hostile, hostile),
            key,
            hostile,
            Scripts.NOW,
            Scripts.NOW,
            null,
            null,
            null,
            hostile);
    EventRow row = new EventRow(1, event);
    PeerVariables.Facts facts =
        new PeerVariables.Facts(hostile, Collections.nCopies(3, hostile), null, hostile);
    Map<String, String> variables = PeerVariables.of(row, facts);
    variables.forEach((name, value) -> {
      assertThat(name).matches("PEER_[A-Z_]+");
      assertThat(isHarmless(value)).as(name).isTrue();
      assertThat(value.length()).as(name).isBetween(1, 1024);
    });
    assertThat(variables).containsEntry("PEER_EVENT", type.name());
    assertThat(isHarmless(Errand.of(row, facts, 0).what())).isTrue();
  }

  private static boolean isHarmless(@Nullable String text) {
    return text != null
        && text.codePoints()
            .noneMatch(c ->
                Character.isISOControl(c)
                    || c == 0x2028
                    || c == 0x2029
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE);
  }
}
