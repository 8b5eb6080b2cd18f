package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vpnledger.report.Column.Kind;

class TablesTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("name", "NAME", Kind.TEXT),
          Column.of("at", "AT", Kind.TIME).leftOut(1),
          Column.of("rx_bytes", "RECEIVED", Kind.BYTES));

  private static List<@Nullable Object> row(String name, long bytes) {
    return Arrays.asList(name, Instant.parse("2026-03-29T00:00:00Z"), bytes);
  }

  private static final Sheet SHEET =
      new Sheet(
          COLUMNS,
          List.of(
              row("事務所のルーター", Long.MAX_VALUE),
              row("😀⚡⭐ e\u0301", 1023),
              row("a name that is longer than any table is wide", 1024)),
          UTC);

  @Test
  void wide_characters_align() {
    List<String> lines = new SheetText(0, false).render(SHEET).lines().toList();
    assertThat(lines.stream().map(Width::of)).containsOnly(Width.of(lines.getFirst()));
  }

  @Test
  void only_text_is_cut_and_marked() {
    List<String> lines = new SheetText(50, false).render(SHEET).lines().toList();
    assertThat(lines).allMatch(line -> Width.of(line) <= 50);
    assertThat(lines.getLast()).contains("… ", "2026-03-29 00:00:00", "1.00 KiB");
  }

  @Test
  void a_column_goes_before_a_figure_is_cut() {
    String narrow = new SheetText(24, false).render(SHEET);
    assertThat(narrow.lines()).allMatch(line -> Width.of(line) <= 24);
    assertThat(narrow).doesNotContain("AT", "2026").contains("8.00 EiB", "1023 B");
  }

  @Test
  void a_character_of_two_columns_is_not_halved() {
    assertThat(Width.cut("事務所", 4)).isEqualTo("事…");
    assertThat(Width.cut("事務所", 5)).isEqualTo("事務…");
    assertThat(Width.cut("ab", 2)).isEqualTo("ab");
  }
}
