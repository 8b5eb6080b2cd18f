package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void flat_objects_are_read_without_rounding_any_number() {
    var rows =
        Json.rows(
            """
            [ {"peer": "a\\"b\\u00e9\\\\", "rx_bytes": 9007199254740993, "online": null},
              {"happened_at": "2026-01-01T01:00:00+01:00"} , {}]
            """);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).text("peer")).isEqualTo("a\"bé\\");
    assertThat(rows.get(0).number("rx_bytes")).isEqualTo(9007199254740993L);
    assertThat(rows.get(0).find("online")).isNull();
    assertThat(rows.get(1).time("happened_at")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(Json.rows("[]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{}",
        "[1]",
        "[{}] x",
        "[{\"a\":[]}]",
        "[{\"a\":{}}]",
        "[{\"a\":NaN}]",
        "[{\"a\":1,\"a\":2}]",
        "[{\"a\":\"b]"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> Json.rows(text)).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_field_that_is_not_there_is_told_apart_from_null() {
    Row row = Json.rows("[{\"a\":null}]").getFirst();
    assertThat(row.find("a")).isNull();
    assertThatThrownBy(() -> row.find("b")).hasMessageContaining("no b in");
    assertThatThrownBy(() -> row.text("a")).hasMessageContaining("a is null");
  }
}
