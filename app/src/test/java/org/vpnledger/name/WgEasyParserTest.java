package org.vpnledger.name;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WgEasyParserTest {
  @Test
  void names_are_found_by_public_key_whether_enabled_or_not() throws Exception {
    var clients = parse(NameFiles.text("two-clients.json"));
    assertThat(clients.names())
        .isEqualTo(Map.of(NameFiles.key('A'), "Alice", NameFiles.key('B'), "JM MacBook Pro"));
    assertThat(clients.leftOut()).isZero();
  }

  @Test
  void a_client_that_does_not_fit_costs_the_others_nothing() throws Exception {
    var clients = parse(NameFiles.text("odd.json"));
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
    assertProblem("{\"é\":[}", "wg0.json:1:7: a bracket does not match");
    assertProblem("{\"clients\":" + "[".repeat(100_000), "wg0.json:1:43: nested deeper than 32");
    assertProblem(
        whole.replace("\"privateKey\": \"YW", "\"privateKey\" \"YW"),
        "wg0.json:12:21: not JSON that wg-easy would write");
  }

  private static ParsedNames parse(String json) throws NameFileException {
    return Objects.requireNonNull(NamesFile.parse("wg0.json", json.getBytes(UTF_8)));
  }

  private static void assertProblem(String json, String message) {
    assertThatExceptionOfType(NameFileException.class)
        .isThrownBy(() -> parse(json))
        .withMessage(message);
  }
}
