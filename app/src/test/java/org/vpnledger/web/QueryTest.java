package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueryTest {
  @Test
  void parameters_are_decoded_as_forms_are() {
    assertThat(Query.parse("")).isEmpty();
    assertThat(Query.parse("a=1&b&&c=x%3Dy+z&%c3%a4=%E2%82%AC&d="))
        .isEqualTo(Map.of("a", "1", "b", "", "c", "x=y z", "ä", "€", "d", ""));
  }

  @Test
  void what_is_ambiguous_or_no_escape_or_too_much_is_refused() {
    String many =
        IntStream.rangeClosed(0, Query.MOST)
            .mapToObj(i -> "p" + i)
            .collect(Collectors.joining("&"));
    for (String query : new String[] {"a=1&a=2", "a=%", "a=%zz", "%=1", many}) {
      assertThatThrownBy(() -> Query.parse(query))
          .as(query)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .startsWith("the query ")
          .hasLineCount(1);
    }
  }
}
