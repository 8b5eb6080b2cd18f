package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the description of the tool that this replaces, reproduced to the byte. */
class WgStatsTest {
  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void import_the_month_of_the_examples() throws IOException {
    user = WgStatsMonth.importedInto(folder);
  }

  @Test
  void summary_is_the_example() {
    GoldenFile.expect("wg-stats-summary.txt", output("summary"));
  }

  @Test
  void today_is_the_example() {
    GoldenFile.expect("wg-stats-today.txt", output("today"));
  }

  @Test
  void client_is_the_example() {
    GoldenFile.expect("wg-stats-client.txt", output("client", "JM"));
  }

  @Test
  void latest_shows_the_last_ten_readings_oldest_first() {
    assertThat(output("latest").lines().skip(2))
        .hasSize(8)
        .startsWith(
            "2025-10-08 22:07:51 | JM MacBook Pro            |"
                + "      16.67 MB |     330.06 MB |     346.73 MB")
        .endsWith(
            "2025-10-08 22:09:25 | Thierry                   |"
                + "       0.00 MB |       0.00 MB |       0.00 MB");
  }

  @Test
  void raw_shows_the_file_unchanged_also_where_the_systems_zone_is_in_another_month()
      throws IOException {
    assertThat(output("raw")).isEqualTo(Files.readString(user.log.resolve(WgStatsMonth.FILE)));
    user.at("2025-10-31T23:30:00Z").inSystemZone("UTC"); // November in Paris
    assertThat(user.run("raw").err()).contains("bandwidth-2025-11.log does not exist");
  }

  @Test
  void raw_shows_a_file_that_is_not_utf8() throws IOException {
    Files.write(user.log.resolve(WgStatsMonth.FILE), new byte[] {'a', (byte) 0xff, 'b', '\n'});
    assertThat(output("raw")).isEqualTo("a\ufffdb\n");
  }

  @Test
  void several_matches_are_an_error_that_lists_them_but_wg_stats_shows_them_all()
      throws IOException {
    Files.writeString(
        user.log.resolve("more.log"),
        "1759954100,2025-10-08 22:08:20,SMjmJMjm...,JM iPhone,1048576,0,1.00,0.00,1.00\n");
    assertThat(user.run("import", user.log.resolve("more.log").toString()).code()).isZero();
    Prompt.Answer refused = user.run("client", "JM");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "vpnledger: 'JM' matches 2 clients, name one of them:"
                + " JM iPhone (SMjmJMjm...), JM MacBook Pro (R49dHwwD...)\n");
    assertThat(refused.out()).isEmpty();
    user.calledAs("wg-stats");
    assertThat(output("client", "JM").lines()).hasSize(2 + 5);
    assertThat(output("client", "jm mac").lines()).hasSize(2 + 4);
  }

  private String output(String... command) {
    Prompt.Answer answer = user.run(command);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    return answer.out();
  }
}
