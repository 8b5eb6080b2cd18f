package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CredentialTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void a_token_is_kept_as_its_sha256() {
    String line = CredentialHash.ofToken("0123456789abcdef".toCharArray());
    assertThat(line)
        .isEqualTo("sha256:9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f");
    assertThat(Credential.parse(line)).isInstanceOf(Credential.Token.class);
  }

  @Test
  void a_password_is_kept_as_a_slow_hash_that_is_made_again_from_what_is_kept() {
    String line = CredentialHash.ofPassword("prom", "correct horse".toCharArray());
    assertThat(line).matches("prom:pbkdf2-sha256:600000:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=");
    assertThat(Credential.parse(line))
        .isInstanceOfSatisfying(
            Credential.User.class,
            user ->
                assertThat(
                        CredentialHash.pbkdf2(
                            "correct horse".toCharArray(),
                            user.saltBytes(),
                            user.iterations(),
                            user.hashBytes().length))
                    .isEqualTo(user.hashBytes()));
  }

  @Test
  void what_can_be_guessed_or_cannot_be_sent_is_not_hashed() {
    for (String token : new String[] {"", "0123456789abcde", "0123456789 abcdef", "ä".repeat(20)}) {
      assertThatThrownBy(() -> CredentialHash.ofToken(token.toCharArray()))
          .as(token)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .startsWith("a token ");
    }
    assertThatThrownBy(() -> CredentialHash.ofPassword("prom", "1234567".toCharArray()))
        .hasMessage("a password has at least 8 characters");
    for (String name : new String[] {"", "a:b", "a b", "ä", "x".repeat(65)}) {
      assertThatThrownBy(() -> CredentialHash.ofPassword(name, "correct horse".toCharArray()))
          .as(name)
          .message()
          .startsWith("a user's name ");
    }
  }

  @Test
  void what_is_no_credential_is_told_in_one_line_that_does_not_repeat_it() {
    for (String line :
        new String[] {
          "",
          "secret",
          "sha256:",
          "sha256:xyz",
          "sha256:" + HEX + "0",
          "md5:" + HEX,
          "secret:pbkdf2-sha256:600000:AAAAAAAAAAA=",
          "secret:bcrypt:600000:AAAA:AAAA",
          "se cret:pbkdf2-sha256:600000:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        }) {
      assertThatThrownBy(() -> Credential.parse(line))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .hasLineCount(1)
          .doesNotContain("secret", HEX);
    }
    String salt = "A".repeat(16);
    String hash = "A".repeat(32);
    for (String rest :
        new String[] {
          "999:" + salt + ":" + hash, "99999999:" + salt + ":" + hash, "x:" + salt + ":" + hash,
          "600000:AAAA:" + hash, "600000:" + salt + ":AAAA", "600000:" + salt + ":?",
          "600000:" + salt + ":" + "A".repeat(400)
        }) {
      assertThatThrownBy(() -> Credential.parse("prom:pbkdf2-sha256:" + rest))
          .as(rest)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .startsWith("user prom: ")
          .hasLineCount(1);
    }
  }

  @Test
  void a_credential_that_is_logged_by_mistake_shows_no_hash() {
    assertThat(Credential.parse("sha256:" + HEX)).hasToString("a token");
    assertThat(new Credential.User("prom", 1000, "salt", "hash")).hasToString("user prom");
  }
}
