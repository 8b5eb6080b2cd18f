package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HangupTest {
  @Test
  void a_terminal_is_known_by_the_kernels_word_whatever_the_program_is_called() {
    assertThat(Hangup.isOnTerminal("7 (java) S 1 7 7 0 -1 4194304")).isFalse();
    assertThat(Hangup.isOnTerminal("7 (a) S 1 7 7 34816) S 1 7 7 34816 -1 4194304")).isTrue();
    assertThat(Hangup.isOnTerminal("7 (a) b 5) S 1 7 7 0 -1")).isFalse();
    assertThat(Hangup.isOnTerminal("")).isFalse();
  }
}
