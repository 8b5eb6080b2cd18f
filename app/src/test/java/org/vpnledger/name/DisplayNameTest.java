package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayNameTest {
  @Test
  void a_plain_name_stays_as_it_is() {
    assertThat(DisplayName.clean("Zoë's 📱 Mac")).isEqualTo("Zoë's 📱 Mac");
  }

  @Test
  void surrounding_space_goes_and_nothing_is_no_name() {
    assertThat(DisplayName.clean("  Alice \n")).isEqualTo("Alice");
    assertThat(DisplayName.clean(" \t ")).isNull();
    assertThat(DisplayName.clean("")).isNull();
  }

  @Test
  void what_breaks_a_line_or_turns_text_around_is_replaced() {
    assertThat(DisplayName.clean("a\nb\u001b[31mc\u0000d\u0085e\u2028f"))
        .isEqualTo("a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffdf");
    assertThat(DisplayName.clean("x\u202egpj.exe\u2066y\u200fz"))
        .isEqualTo("x\ufffdgpj.exe\ufffdy\ufffdz");
    assertThat(DisplayName.clean("half \ud83d pair")).isEqualTo("half \ufffd pair");
  }

  @Test
  void a_long_name_is_cut_but_never_within_a_character() {
    assertThat(DisplayName.clean("x".repeat(500))).isEqualTo("x".repeat(128));
    assertThat(DisplayName.clean("x".repeat(127) + "📱")).isEqualTo("x".repeat(127));
  }
}
