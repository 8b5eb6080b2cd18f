package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.EventRow;

final class SyslogFormatTest {
  private final SyslogFormat format = new SyslogFormat("gw1");

  /** What a receiver has read. */
  private record Message(
      int priority, String time, String host, String id, Map<String, String> data, String text) {
    private static final Pattern WHOLE =
        Pattern.compile(
            "<(\\d{1,3})>1 (\\S+) ([!-~]{1,255}) ([!-~]{1,48}) - ([!-~]{1,32})"
                + " \\[vpnledger@32473((?: [!-~&&[^=\"\\]]]{1,32}=\"(?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*+\")*+)]"
                + " (\ufeff?)([^\\p{Cc}]*+)");
    private static final Pattern PARAMETER =
        Pattern.compile(" ([^=]+)=\"((?:[^\"\\\\\\]]|\\\\.)*+)\"");

    /** By the standard's grammar, strictly. */
    static Message read(byte[] bytes) {
      Matcher whole = WHOLE.matcher(strict(bytes));
      assertThat(whole.matches()).as(strict(bytes)).isTrue();
      assertThat(whole.group(4)).isEqualTo("vpnledger");
      boolean ascii = whole.group(8).chars().allMatch(c -> c < 128);
      assertThat(whole.group(7).isEmpty()).as("a mark before what needs one only").isEqualTo(ascii);
      Map<String, String> data = new LinkedHashMap<>();
      PARAMETER
          .matcher(whole.group(6))
          .results()
          .forEach(found ->
              data.put(found.group(1), found.group(2).replaceAll("\\\\([\"\\\\\\]])", "$1")));
      return new Message(
          Integer.parseInt(whole.group(1)),
          whole.group(2),
          whole.group(3),
          whole.group(5),
          data,
          whole.group(8));
    }

    private static String strict(byte[] bytes) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new AssertionError("not UTF-8", e);
      }
    }
  }

  private Message read(EventRow row, String message) {
    return Message.read(format.format(row, message, List.of()));
  }

  @Test
  void a_message_has_its_header_and_every_fact_as_a_parameter() {
    Message message =
        Message.read(
            format.format(
                AuditRows.roamed("Alice", "why"),
                "ROAMED Alice",
                List.of(new EventField("chain_sha256", "00ff"))));
    assertThat(message.priority).as("authpriv.notice").isEqualTo(85);
    assertThat(message.time).isEqualTo("2026-03-02T10:15:07.123456Z");
    assertThat(message.host).isEqualTo("gw1");
    assertThat(message.id).isEqualTo("ROAMED");
    assertThat(message.text).isEqualTo("ROAMED Alice");
    assertThat(message.data)
        .containsExactly(
            entry("seq", "7"),
            entry("event", "ROAMED"),
            entry("gateway", "gw1"),
            entry("tunnel", "wg0"),
            entry("source", "kernel"),
            entry("peer", AuditRows.KEY),
            entry("name", "Alice"),
            entry("endpoint", "[2001:db8::2]:4444"),
            entry("old_endpoint", "192.0.2.2:51820"),
            entry("handshake", "2026-03-02T10:14:58Z"),
            entry("happened", "2026-03-02T10:14:58Z"),
            entry("noticed", "2026-03-02T10:15:07.123456789Z"),
            entry("detail", "why"),
            entry("chain_sha256", "00ff"));
  }

  @ParameterizedTest
  @EnumSource
  void each_type_is_a_message_id_with_its_severity(EventType type) {
    Message message = read(AuditRows.bare(type), "x");
    assertThat(message.id).isEqualTo(type.name());
    assertThat(message.priority).isEqualTo(80 + Severity.of(type).number());
    assertThat(message.data).containsOnlyKeys("seq", "event", "gateway", "happened", "noticed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"quotes\"",
        "[brackets]",
        "back\\slash",
        "\\\"",
        "Eve\" event=\"OFFLINE",
        "Eve\"] <0>1 - - - - - -",
        "\u00e4\u20ac\ud83d\ude00",
        ""
      })
  void a_name_comes_back_as_it_was_and_is_nothing_else(String name) {
    Message message = read(AuditRows.roamed(name, null), name);
    assertThat(message.data)
        .containsEntry("name", name)
        .containsEntry("event", "ROAMED")
        .hasSize(12);
    assertThat(message.text).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "nul\0", "\u001b[2J", "\u2028", "\u202e"})
  void what_a_log_would_obey_is_replaced(String name) {
    Message message = read(AuditRows.roamed(name, null), name);
    String expected = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}]", "\ufffd");
    assertThat(message.data).containsEntry("name", expected).hasSize(12);
    assertThat(message.text).isEqualTo(expected);
  }

  @Test
  void a_gateway_of_any_name_is_a_host_of_one_word() {
    for (Map.Entry<String, String> host :
        Map.of("office gw", "office_gw", "b\u00fcro", "b_ro", "", "-", "a\n<0>", "a_<0>")
            .entrySet()) {
      byte[] bytes =
          new SyslogFormat(host.getKey()).format(AuditRows.roamed(null, null), "x", List.of());
      assertThat(Message.read(bytes).host).isEqualTo(host.getValue());
    }
    byte[] bytes =
        new SyslogFormat("g".repeat(999)).format(AuditRows.roamed(null, null), "x", List.of());
    assertThat(Message.read(bytes).host).hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "\u20ac", "\ud83d\ude00", "\ud83d", "\0]\"\\", "]"})
  void a_message_is_bounded_and_whole_whatever_is_in_it(String text) {
    List<EventField> more = List.of(new EventField("more", text.repeat(9_000)));
    byte[] bytes =
        new SyslogFormat(text.repeat(9_000))
            .format(AuditRows.hostile(text), text.repeat(9_000), more);
    assertThat(bytes).hasSizeLessThan(SyslogFormat.MOST_BYTES);
    assertThat(Message.read(bytes).data)
        .containsKeys("seq", "peer", "name", "endpoint", "old_endpoint", "noticed", "detail");
  }
}
