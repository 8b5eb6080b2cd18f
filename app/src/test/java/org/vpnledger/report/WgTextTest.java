package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As {@code wg show} writes the same figures. */
class WgTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0        | Now",
        "-1       | (System clock wound backward; connection problems may ensue.)",
        "1        | 1 second ago",
        "59       | 59 seconds ago",
        "60       | 1 minute ago",
        "363      | 6 minutes, 3 seconds ago",
        "3600     | 1 hour ago",
        "3601     | 1 hour, 1 second ago",
        "86400    | 1 day ago",
        "31536000 | 1 year ago",
        "66956462 | 2 years, 44 days, 23 hours, 1 minute, 2 seconds ago",
      })
  void an_age(long seconds, String text) {
    assertThat(WgText.ago(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                   | 0 B",
        "1023                | 1023 B",
        "1024                | 1.00 KiB",
        "182912              | 178.62 KiB", // a tie goes to the even hundredth, as printf does it
        "182656              | 178.38 KiB",
        "1048575             | 1024.00 KiB",
        "1048576             | 1.00 MiB",
        "3376414             | 3.22 MiB",
        "1342177280          | 1.25 GiB",
        "1099511627776       | 1.00 TiB",
        "9223372036854775807 | 8388608.00 TiB",
      })
  void bytes(long bytes, String text) {
    assertThat(WgText.bytes(bytes)).isEqualTo(text);
  }
}
