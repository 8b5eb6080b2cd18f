package org.vpnledger.flow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.flow.log.FlowLines;

/** Every flow as it was written, whatever file it is in. */
final class FlowsTest {
  @TempDir Path folder;
  private FlowLog log;
  private List<String> problems = List.of();

  @BeforeEach
  void makeLog() {
    log = new FlowLog(folder);
  }

  private List<String> flows() throws IOException, InterruptedException {
    return flows(FlowLog.DAY, FlowLog.DAY.plusSeconds(86_400));
  }

  /** All flows as lines again. */
  private List<String> flows(Instant from, Instant to) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlowLines lines = new FlowLines(Channels.newChannel(out));
    try (FlowAnswers answers = log.ask(from, to)) {
      answers.flows(lines::write);
      problems = answers.problems();
    }
    lines.flush();
    return out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
  }

  private List<Path> seal(List<String> lines, Format format) throws IOException {
    return log.seal(log.journal(Dataset.FLOWS, lines), Dataset.FLOWS, format).segments();
  }

  /** Flows of one hour and one gateway, and so of one segment. */
  private static List<String> hour(long seed, int count) {
    return FlowLog.random(seed, count, 3, 1).stream()
        .map(line -> line.replace(",gw0,", ",gw1,"))
        .toList();
  }

  @Test
  void of_journals_and_segments_of_every_format_all_are_given() throws Exception {
    List<String> expected = new ArrayList<>(FlowLog.random(1, 300, 2, 5));
    log.journal(Dataset.FLOWS, expected);
    for (Format format : Format.values()) {
      List<String> lines = FlowLog.random(expected.size(), 3000, 0, 24);
      seal(lines, format);
      expected.addAll(lines);
    }
    assertThat(flows()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(problems).isEmpty();
  }

  @Test
  void what_a_line_may_hold_comes_back_as_it_was() throws Exception {
    List<String> lines =
        List.of(
            "1769830000000000001,1769830000000000002,gw1,wg0,"
                + FlowLog.ALICE
                + ",\"Zoë, \"\"the 2nd\"\"\",rx,6,fd00::2,1,2001:db8::7,65535,host.example,"
                + "9223372036854775807,9223372036854775807,255",
            "1769830000000000003,1769830000000000003,gw1,wg0,,,tx,1,10.8.0.2,,198.51.100.7,2048,,"
                + "1,84,0",
            "1769830000000000004,1769830000000000004,gw1,wg0,alice,,,50,10.8.0.2,,100::1,,,1,84,0");
    for (Format format : Format.values()) {
      seal(lines, format);
    }
    log.journal(Dataset.FLOWS, lines);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      expected.addAll(lines);
    }
    assertThat(flows()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void only_those_that_began_within_the_span_are_given() throws Exception {
    for (Format format : Format.values()) {
      seal(FlowLog.random(format.name().length(), 500, 0, 24), format);
    }
    log.journal(Dataset.FLOWS, FlowLog.random(9, 500, 0, 24));
    long from = FlowLog.ns("2026-01-31T05:20:00Z");
    long to = FlowLog.ns("2026-01-31T07:40:00.5Z");
    List<String> within =
        flows().stream()
            .filter(line -> {
              long start = Long.parseLong(line.substring(0, line.indexOf(',')));
              return start >= from && start < to;
            })
            .toList();
    assertThat(
            flows(Instant.parse("2026-01-31T05:20:00Z"), Instant.parse("2026-01-31T07:40:00.5Z")))
        .containsExactlyInAnyOrderElementsOf(within)
        .hasSizeBetween(100, 300);
  }

  @Test
  void a_damaged_segment_is_named_and_left_as_a_whole_and_all_others_are_given() throws Exception {
    List<String> expected = hour(1, 200);
    seal(expected, Format.PARQUET);
    for (Format format : Format.values()) {
      Path hurt = seal(hour(2, 5000), format).getFirst();
      byte[] whole = Files.readAllBytes(hurt);
      for (int length : new int[] {0, 20, whole.length / 2, whole.length - 1}) {
        Files.write(hurt, Arrays.copyOf(whole, length));
        assertThat(flows()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(problems).containsExactly(hurt + ": is damaged, its rows are missing here");
      }
      byte[] bytes = whole.clone();
      Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 0x55);
      Files.write(hurt, bytes);
      assertThat(flows()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(problems).containsExactly(hurt + ": cannot be read, its rows are missing here");
      Files.delete(hurt);
    }
    assertThat(flows()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(problems).isEmpty();
  }

  @Test
  void a_journal_that_ends_in_the_middle_of_a_line_gives_its_whole_lines() throws Exception {
    List<String> lines = hour(1, 100);
    Path journal = log.journal(Dataset.FLOWS, lines);
    String text = Files.readString(journal);
    Files.writeString(journal, text.substring(0, text.length() - 10));
    assertThat(flows()).containsExactlyInAnyOrderElementsOf(lines.subList(0, 99));
    assertThat(problems).isEmpty();
  }

  @Test
  void who_reads_may_have_enough() throws Exception {
    seal(hour(1, 100), Format.PARQUET);
    List<Long> seen = new ArrayList<>();
    try (FlowAnswers answers = log.ask()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() ->
              answers.flows(flow -> {
                seen.add(flow.startNs());
                throw new IOException("gone");
              }))
          .withMessage("gone");
      assertThat(seen).hasSize(1);
      assertThat(FlowLog.lines(answers.sql("SELECT count(*) FROM flows"))).containsExactly("100");
    }
  }

  @Test
  void without_any_file_there_is_no_flow() throws Exception {
    assertThat(flows()).isEmpty();
    assertThat(problems).isEmpty();
  }
}
