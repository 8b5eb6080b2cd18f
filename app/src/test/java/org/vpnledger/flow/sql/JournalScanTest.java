package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JournalScanTest {
  private static final String HEADER = Dataset.FLOWS.header() + "\n";
  private static final String ROW =
      FlowLog.flow(
              "2026-01-31T03:00:00Z",
              "k",
              "\"two\nlines, \"\"ü\"\"\"",
              "rx",
              "10.8.0.2",
              1,
              "192.0.2.1",
              2,
              "",
              1,
              1)
          + "\n";

  private final ByteArrayOutputStream good = new ByteArrayOutputStream();
  private final ByteArrayOutputStream bad = new ByteArrayOutputStream();

  private JournalScan.Found scan(byte[] journal) throws IOException {
    good.reset();
    bad.reset();
    return JournalScan.scan(new ByteArrayInputStream(journal), Dataset.FLOWS, good, bad);
  }

  @Test
  void a_torn_line_is_cut_off_wherever_it_ends() throws IOException {
    byte[] whole = (HEADER + ROW + ROW).getBytes(StandardCharsets.UTF_8);
    int first = (HEADER + ROW).getBytes(StandardCharsets.UTF_8).length;
    for (int length = 0; length <= whole.length; length++) {
      JournalScan.Found found = scan(Arrays.copyOf(whole, length));
      long rows = length == whole.length ? 2 : length >= first ? 1 : 0;
      assertThat(found.rows()).as("of %d bytes", length).isEqualTo(rows);
      assertThat(good.toString(StandardCharsets.UTF_8)).isEqualTo(HEADER + ROW.repeat((int) rows));
    }
  }

  @Test
  void a_line_of_megabytes_is_no_row_and_costs_no_other() throws IOException {
    String endless = "1,\"" + "x".repeat(3_000_000);
    JournalScan.Found found =
        scan((HEADER + ROW + endless + "\n" + ROW).getBytes(StandardCharsets.UTF_8));
    assertThat(found).isEqualTo(new JournalScan.Found(2, 1, false));
    assertThat(bad.size()).isEqualTo(endless.length() + 1);
  }

  @Test
  void whatever_the_bytes_are_it_ends_and_what_is_good_is_good_again() throws IOException {
    Random random = new Random(11);
    byte[] pieces = (ROW + ROW + ",,\"\n\r\0x").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3000; round++) {
      byte[] journal = (HEADER + ROW.repeat(3)).getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(8); i >= 0; i--) {
        journal[random.nextInt(journal.length)] =
            random.nextBoolean() ? (byte) random.nextInt() : pieces[random.nextInt(pieces.length)];
      }
      JournalScan.Found found = scan(journal);
      byte[] kept = good.toByteArray();
      assertThat(scan(kept)).isEqualTo(new JournalScan.Found(found.rows(), 0, false));
      assertThat(good.toByteArray()).isEqualTo(kept);
    }
  }
}
