package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.live.FlowWork;

class SegmentCountsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("counts");
  }

  private static FlowWork counted(long packets, long dropped) {
    Map<String, Long> drops = Map.of("wg0", dropped);
    return new FlowWork(packets, drops, 0, 0, 0, Map.of(), List.of(), null, null);
  }

  @Test
  void each_footer_says_what_none_before_it_said() {
    SegmentCounts counts = new SegmentCounts(file);
    counts.note(counted(10, 1));
    assertThat(counts.untold()).containsEntry("packets", "10").containsEntry("dropped", "1");
    counts.told();
    counts.note(counted(15, 1));
    assertThat(counts.untold()).containsEntry("packets", "5").containsEntry("dropped", "0");
  }

  @Test
  void what_a_segment_was_to_say_that_could_not_be_made_the_next_one_says() {
    SegmentCounts counts = new SegmentCounts(file);
    counts.note(counted(10, 1));
    assertThat(counts.untold()).containsEntry("packets", "10");
    counts.note(counted(12, 1));
    assertThat(counts.untold()).containsEntry("packets", "12").containsEntry("dropped", "1");
  }

  @Test
  void what_a_process_leaves_over_the_next_one_says_once() {
    SegmentCounts first = new SegmentCounts(file);
    first.note(counted(10, 3));
    first.keep();
    SegmentCounts next = new SegmentCounts(file);
    next.note(counted(5, 0));
    assertThat(next.untold()).containsEntry("packets", "15").containsEntry("dropped", "3");
    next.told();
    next.keep();
    assertThat(Files.exists(file)).isFalse();
    assertThat(new SegmentCounts(file).untold()).containsEntry("packets", "0");
  }

  @Test
  void a_file_that_holds_something_else_is_left_out() throws IOException {
    for (String text : List.of("", "x,1,2,3,4", "1,2", "1,2,3,4,99999999999999999999")) {
      Files.writeString(file, text);
      assertThat(new SegmentCounts(file).untold()).containsEntry("packets", "0");
    }
  }
}
