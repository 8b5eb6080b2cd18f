package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;

final class JournalFormatTest {
  private final JournalFormat format = new JournalFormat("gw1");

  /** As journald reads a datagram: strictly, so that nothing passes that it would not take. */
  private static Map<String, String> read(byte[] bytes) {
    Map<String, String> fields = new LinkedHashMap<>();
    ByteBuffer entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (entry.hasRemaining()) {
      int start = entry.position();
      int end = start;
      while (bytes[end] != '=' && bytes[end] != '\n') {
        end++;
      }
      String name = text(bytes, start, end);
      assertThat(name).matches("[A-Z][A-Z0-9_]{0,63}");
      int from = end + 1;
      int to = from;
      if (bytes[end] == '=') {
        while (bytes[to] != '\n') {
          to++;
        }
      } else {
        to = Math.toIntExact(from + 8 + entry.getLong(from));
        from += 8;
      }
      assertThat(bytes[to]).isEqualTo((byte) '\n');
      assertThat(fields.put(name, text(bytes, from, to))).as(name + " twice").isNull();
      entry.position(to + 1);
    }
    return fields;
  }

  private static String text(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8", e);
    }
  }

  private Map<String, String> read(EventRow row) {
    return read(format.format(row, "a message", List.of()));
  }

  @Test
  void every_fact_of_an_event_is_a_field() {
    assertThat(
            read(
                format.format(
                    AuditRows.roamed("Alice", "why"),
                    "ROAMED Alice",
                    List.of(new EventField("chain_sha256", "00ff")))))
        .containsExactly(
            entry("MESSAGE", "ROAMED Alice"),
            entry("MESSAGE_ID", "49b5b99afcf041668a521f1a55272637"),
            entry("PRIORITY", "5"),
            entry("SYSLOG_FACILITY", "10"),
            entry("SYSLOG_IDENTIFIER", "vpnledger"),
            entry("VPNLEDGER_SEQ", "7"),
            entry("VPNLEDGER_EVENT", "ROAMED"),
            entry("VPNLEDGER_GATEWAY", "gw1"),
            entry("VPNLEDGER_TUNNEL", "wg0"),
            entry("VPNLEDGER_SOURCE", "kernel"),
            entry("VPNLEDGER_PEER", AuditRows.KEY),
            entry("VPNLEDGER_NAME", "Alice"),
            entry("VPNLEDGER_ENDPOINT", "[2001:db8::2]:4444"),
            entry("VPNLEDGER_OLD_ENDPOINT", "192.0.2.2:51820"),
            entry("VPNLEDGER_HANDSHAKE", "2026-03-02T10:14:58Z"),
            entry("VPNLEDGER_HAPPENED", "2026-03-02T10:14:58Z"),
            entry("VPNLEDGER_NOTICED", "2026-03-02T10:15:07.123456789Z"),
            entry("VPNLEDGER_DETAIL", "why"),
            entry("VPNLEDGER_CHAIN_SHA256", "00ff"));
  }

  @ParameterizedTest
  @EnumSource
  void each_type_has_an_id_of_its_own_and_what_is_absent_is_left_out(EventType type) {
    Map<String, String> fields = read(AuditRows.bare(type));
    assertThat(fields)
        .containsEntry("VPNLEDGER_EVENT", type.name())
        .doesNotContainKeys("VPNLEDGER_TUNNEL", "VPNLEDGER_PEER", "VPNLEDGER_NAME")
        .hasSize(10);
    assertThat(fields.get("MESSAGE_ID")).matches("[0-9a-f]{32}");
    assertThat(EventType.values())
        .filteredOn(other -> MessageId.of(other).equals(MessageId.of(type)))
        .containsExactly(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "\n",
        "Eve\nVPNLEDGER_NAME=Alice\nPRIORITY=7",
        "\n\0\0\0\0\0\0\0\0",
        "nul\0 and bell\u0007",
        "\"quotes\" [brackets] \\",
        "=",
        "\u00e4\u20ac\ud83d\ude00",
        ""
      })
  void a_name_comes_back_as_it_was_and_is_no_other_field(String name) {
    Map<String, String> fields = read(AuditRows.roamed(name, null));
    assertThat(fields)
        .containsEntry("VPNLEDGER_NAME", name)
        .containsEntry("PRIORITY", "5")
        .doesNotContainKey("VPNLEDGER_DETAIL")
        .hasSize(17);
  }

  @Test
  void the_message_is_one_line() {
    byte[] bytes = format.format(AuditRows.roamed(null, null), "a\nPRIORITY=0\u001b[2J", List.of());
    assertThat(read(bytes)).containsEntry("MESSAGE", "a\ufffdPRIORITY=0\ufffd[2J");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "\u20ac", "\ud83d\ude00", "\ud83d", "\0]\"\\"})
  void an_entry_is_bounded_whatever_is_in_it(String text) {
    byte[] bytes = format.format(AuditRows.hostile(text), text.repeat(9_000), List.of());
    assertThat(bytes).hasSizeLessThan(32 << 10);
    assertThat(read(bytes).values())
        .allMatch(
            value -> value.getBytes(StandardCharsets.UTF_8).length <= JournalFormat.MOST_BYTES);
  }

  @Test
  void a_field_has_a_name_that_every_log_takes() {
    for (String odd : List.of("", "Seq", "a b", "a=b", "1a", "a\n", "a]", "a".repeat(32))) {
      assertThatThrownBy(() -> new EventField(odd, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
