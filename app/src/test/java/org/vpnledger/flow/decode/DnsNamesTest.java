package org.vpnledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.flow.decode.IpBytes.hex;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DnsNamesTest {
  private static String label(int length) {
    return HexFormat.of().toHexDigits((byte) length) + "61".repeat(length);
  }

  /** The names of a message of so many questions; none if it is refused. */
  private static @Nullable List<String> names(int count, String questions) {
    DnsMessage message =
        DnsParser.parse(hex("00000000" + "000" + count + "000000000000" + questions));
    return message == null
        ? null
        : message.questions().stream().map(DnsMessage.Question::name).toList();
  }

  private static @Nullable List<String> name(String bytes) {
    return names(1, bytes + "00010001");
  }

  @Test
  void a_name_has_255_bytes_and_no_more() {
    String most = label(63) + label(63) + label(63);
    assertThat(name(most + label(61) + "00"))
        .containsExactly(("a".repeat(63) + ".").repeat(3) + "a".repeat(61));
    assertThat(name(most + label(62) + "00")).isNull();
    assertThat(name(label(1).repeat(127) + "00")).containsExactly("a" + ".a".repeat(126));
    assertThat(name(label(1).repeat(127) + label(1) + "00")).isNull();
  }

  @Test
  void a_name_that_grows_beyond_them_by_a_pointer_is_refused_too() {
    String first = label(63) + label(63) + label(61) + "00" + "00010001"; // 191 bytes
    assertThat(names(2, first + label(63) + "c00c" + "00010001")).hasSize(2);
    assertThat(names(2, first + label(63) + label(1) + "c00c" + "00010001")).isNull();
  }

  @Test
  void a_label_has_63_bytes_and_what_looks_like_a_longer_one_is_none() {
    assertThat(name(label(63) + "00")).containsExactly("a".repeat(63));
    assertThat(name(label(64) + "00")).isNull(); // RFC 6891: types of labels that nobody uses
    assertThat(name(label(0x80) + "00")).isNull();
  }

  @Test
  void pointers_that_go_round_end_at_once() {
    assertThat(name("c00c")).isNull(); // to itself
    assertThat(name("0161c00c")).isNull(); // to its own first label
    assertThat(name("c00e" + "c00c")).isNull(); // forward, and back again
    assertThat(names(2, "0161c012" + "00010001" + "c00c" + "00010001")).isNull();
    assertThat(name("cfff")).isNull(); // behind the end
    assertThat(name("c0")).isNull(); // the half of one
    assertThat(names(2, "016100" + "00010001" + "0162c00c" + "00010001"))
        .containsExactly("a", "b.a");
  }

  @Test
  void the_root_is_a_name_without_letters() {
    assertThat(name("00")).containsExactly("");
  }

  @Test
  void bytes_that_are_no_letters_are_written_as_numbers() {
    assertThat(name("0a" + "412e5c200a007fff2c5a" + "00"))
        .containsExactly("a\\046\\092\\032\\010\\000\\127\\255,z");
    assertThat(name(("3f" + "ff".repeat(63)).repeat(3) + "00")).first().asString().hasSize(758);
  }
}
