package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WgEasyParserTest {
  @Test
  void names_are_found_by_public_key_whether_enabled_or_not() throws Exception {
    var clients = WgEasyParser.parse("wg0.json", NameFiles.bytes("two-clients.json"));
    assertThat(clients.names())
        .isEqualTo(Map.of(NameFiles.key('A'), "Alice", NameFiles.key('B'), "JM MacBook Pro"));
    assertThat(clients.leftOut()).isZero();
  }

  @Test
  void a_client_that_does_not_fit_costs_the_others_nothing() throws Exception {
    var clients = WgEasyParser.parse("wg0.json", NameFiles.bytes("odd.json"));
    assertThat(clients.names())
        .isEqualTo(Map.of(NameFiles.key('C'), "Zoë 😀 \"x\"", NameFiles.key('E'), "Éva"));
    assertThat(clients.leftOut()).isEqualTo(5);
  }

  @Test
  void a_problem_is_told_with_line_and_column_and_never_quotes_the_file() throws Exception {
    String whole = NameFiles.text("two-clients.json");
    assertProblem(
        whole.substring(0, whole.indexOf("\"p")), "wg0.json:3:5: the file ends in the middle");
    int within = whole.indexOf("cHBwcHBw") + 12;
    assertProblem(whole.substring(0, within), "wg0.json:14:23: a string is not closed");
    assertProblem(whole + "}", "wg0.json:30:1: something follows the end of the object");
    assertProblem("", "wg0.json:1:1: the file is empty");
    assertProblem("[]", "wg0.json:1:1: expected '{'");
    assertProblem("{\"é\":[}", "wg0.json:1:7: a bracket does not match");
    assertProblem("{\"clients\":" + "[".repeat(100_000), "wg0.json:1:43: nested deeper than 32");
    assertProblem("{\"server\":{}}", "wg0.json: no object \"clients\", so not a file of wg-easy");
    assertProblem(
        whole.replace("\"privateKey\": \"YW", "\"privateKey\" \"YW"),
        "wg0.json:12:21: not JSON that wg-easy would write");
  }

  @Test
  void whatever_is_broken_only_the_declared_exception_escapes() throws IOException {
    Random random = new Random(20260101);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] json = NameFiles.bytes(NameFiles.ALL.get(random.nextInt(NameFiles.ALL.size())));
      try {
        WgEasyParser.parse("fuzz", mutated(json, random));
      } catch (NameFileException e) {
        refused++;
        assertThat(e).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(120);
      }
    }
    assertThat(refused).isBetween(5_000, 19_999);
  }

  private static byte[] mutated(byte[] json, Random random) {
    for (int change = random.nextInt(1, 4); change > 0; change--) {
      int at = random.nextInt(json.length);
      switch (random.nextInt(4)) {
        case 0 -> json[at] = (byte) random.nextInt(256);
        case 1 -> json[at] = (byte) "{}[]\":,\\0tfn \n-u".charAt(random.nextInt(16));
        case 2 -> json = Arrays.copyOf(json, Math.max(at, 1));
        default -> {
          int from = random.nextInt(json.length);
          int count = Math.min(random.nextInt(1, 40), json.length - Math.max(from, at));
          System.arraycopy(json, from, json, at, count);
        }
      }
    }
    return json;
  }

  private static void assertProblem(String json, String message) {
    assertThatExceptionOfType(NameFileException.class)
        .isThrownBy(() -> WgEasyParser.parse("wg0.json", json.getBytes(UTF_8)))
        .withMessage(message);
  }
}
