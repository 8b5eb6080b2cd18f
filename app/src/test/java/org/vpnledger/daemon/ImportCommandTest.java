package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void sit_down() {
    user = new Prompt(folder).at(WgStatsMonth.NOW);
  }

  private Prompt.Answer importing(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    return user.run("import", file.toString());
  }

  private static byte[] lines() {
    return WgStatsMonth.LINES.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_compressed_file_is_known_by_its_first_bytes() throws IOException {
    Path file = folder.resolve("packed.log"); // and not by its name
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines());
    }
    Prompt.Answer answer = user.run("import", file.toString());
    assertThat(answer.out()).contains("packed.log: 8 readings\n", "8 new readings");
    assertThat(answer.code()).isZero();
    assertThat(user.run("summary").out()).contains("359.70 MB");
  }

  @Test
  void twice_changes_nothing() throws IOException {
    importing("a.log", lines());
    String before = user.run("export", "--json", "--from", "2025-01-01").out();
    assertThat(before).contains("\"rx_bytes\":5982606,", "\"gateway\":\"gw1\"");
    Prompt.Answer again = importing("b.log", lines());
    assertThat(again.out()).contains("b.log: 8 readings\n", "0 new readings");
    assertThat(again.code()).isZero();
    assertThat(user.run("export", "--json", "--from", "2025-01-01").out()).isEqualTo(before);
  }

  @Test
  void broken_lines_are_counted_and_the_first_is_named_but_empty_ones_are_none()
      throws IOException {
    String text = "half a line\n" + WgStatsMonth.LINES + "\n1759954165,2025-10-\n\n";
    Prompt.Answer answer = importing("a.log", text.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.out())
        .contains("a.log: 8 readings\n")
        .contains("2 lines are no readings and were left out, the first is line 1\n");
    assertThat(importing("b.log", (WgStatsMonth.LINES + "\n\n").getBytes(StandardCharsets.UTF_8)))
        .extracting(Prompt.Answer::out)
        .asString()
        .doesNotContain("left out");
  }

  @Test
  void another_file_is_no_bandwidth_log() throws IOException {
    Prompt.Answer answer =
        importing(
            "a.log",
            "root:x:0:0:root:/root:/bin/bash\n".repeat(9).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("a.log: no bandwidth log: lines begin unix_timestamp,");
  }

  @Test
  void a_damaged_archive_is_one_clear_line() throws IOException {
    Prompt.Answer answer = importing("a.log.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err().lines()).hasSize(1).first().asString().contains("a.log.gz: ");
  }

  @Test
  void what_is_missing_or_a_folder_stops_all_before_anything_is_taken_in() throws IOException {
    Files.write(folder.resolve("good.log"), lines());
    for (String bad : new String[] {"missing.log", "."}) {
      Prompt.Answer answer =
          user.run("import", folder.resolve("good.log").toString(), folder.resolve(bad).toString());
      assertThat(answer.code()).isEqualTo(1);
      assertThat(answer.err())
          .containsAnyOf("no such file", "not a file")
          .endsWith("; nothing was imported\n");
    }
    assertThat(user.data).doesNotExist();
  }

  @Test
  void a_bar_is_shown_on_a_terminal_only() throws IOException {
    assertThat(importing("a.log", lines()).out()).doesNotContain("\r", "\u001b", "%");
    user.with("VPNLEDGER_COLUMNS", "80");
    assertThat(importing("b.log", lines()).out()).contains("\r[####", "100% of ", "\r\u001b[K");
  }
}
