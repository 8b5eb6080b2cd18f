package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireGuardKeyTest {
  private static final String KEY = NameFiles.key('A').text();

  @Test
  void a_key_is_44_characters_of_base64() {
    assertThat(WireGuardKey.isValid(KEY)).isTrue();
    assertThat(WireGuardKey.isValid(KEY.substring(1))).isFalse();
    assertThat(WireGuardKey.isValid(KEY + "=")).isFalse();
    assertThat(WireGuardKey.isValid("-" + KEY.substring(1))).isFalse();
    assertThat(WireGuardKey.isValid("")).isFalse();
  }

  @Test
  void a_second_spelling_of_the_same_key_is_not_one() {
    assertThat(WireGuardKey.isValid(KEY.substring(0, 42) + "F=")).isFalse();
  }
}
