package org.vpnledger.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogRecordTest {
  private static final String REFUSAL =
      "7,481,12050311,-;wireguard: wg0: Invalid handshake initiation from 192.0.2.2:36437\n";

  /** From Linux 6.1 and 6.12, and what a process may write. */
  private static final List<String> SEEDS =
      List.of(
          REFUSAL,
          "6,339,5140900,-,caller=T1;NET: Registered PF_INET6 protocol family\n SUBSYSTEM=net\n",
          "12,340,5690716,-;a process; with semicolons, and commas\n",
          "30,18446744073709551615,1,c;later\n");

  private static @Nullable LogRecord parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return LogRecord.parse(bytes, bytes.length);
  }

  @Test
  void a_record_of_the_kernel_is_told_from_one_of_a_process() {
    assertThat(parse(REFUSAL))
        .isEqualTo(
            new LogRecord(
                LogRecord.KERNEL,
                7,
                481,
                "wireguard: wg0: Invalid handshake initiation from 192.0.2.2:36437"));
    assertThat(parse(SEEDS.get(2)))
        .isEqualTo(new LogRecord(1, 4, 340, "a process; with semicolons, and commas"));
  }

  @Test
  void what_follows_the_line_is_left_out() {
    assertThat(parse(SEEDS.get(1)))
        .extracting(LogRecord::text)
        .isEqualTo("NET: Registered PF_INET6 protocol family");
  }

  @Test
  void what_is_no_record_is_none() {
    for (String odd :
        List.of(
            "",
            ";",
            ",",
            "7,481;",
            "7;text",
            ",481,0,-;text",
            "7,,0,-;text",
            "-7,481,0,-;text",
            "7,4x1,0,-;text",
            "7,481,0,-",
            "7,1234567890123456789,0,-;text",
            "7,481,0,-;t\u0007",
            "1234567890,1,0,-;text",
            "7,481,0,-;t\u00e4xt")) {
      assertThat(parse(odd)).as(odd).isNull();
    }
  }

  @Test
  void mutated_records_are_read_within_bounds_or_refused() {
    RandomGenerator random = new Random(20260601);
    int understood = 0;
    for (String seed : SEEDS) {
      for (int i = 0; i < 5_000; i++) {
        byte[] bytes = seed.getBytes(StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(1, 5); n > 0; n--) {
          int telling = ",;\n0-\\".charAt(random.nextInt(6));
          bytes[random.nextInt(bytes.length)] =
              (byte) (random.nextBoolean() ? telling : random.nextInt(256));
        }
        LogRecord record = LogRecord.parse(bytes, random.nextInt(bytes.length + 1));
        if (record != null) {
          understood++;
          assertThat(record.text()).matches("[ -~]*").hasSizeLessThan(bytes.length);
          assertThat(record.facility()).isNotNegative();
          assertThat(record.level()).isBetween(0, 7);
          assertThat(record.sequence()).isNotNegative();
        }
      }
    }
    assertThat(understood).isPositive();
  }
}
