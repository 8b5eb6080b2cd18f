package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;

/** Which interfaces are read: those of the source, and of them those of all sources. */
class SourcesTest {
  @TempDir Path folder;
  private Path dump;

  @BeforeEach
  void print_three_interfaces() throws IOException {
    dump =
        Files.writeString(
            folder.resolve("dump"),
            """
            wg0\t(none)\t(none)\t51820\toff
            wg1\t(none)\t(none)\t51821\toff
            wg2\t(none)\t(none)\t51822\toff
            """);
  }

  private List<String> read(List<String> ofSource, String... ofAll) throws Exception {
    SourceSettings settings =
        new SourceSettings.Command(
            "cmd", ofSource, Duration.ofSeconds(10), List.of("cat", dump.toString()));
    List<String> names = new ArrayList<>();
    for (Source source :
        Sources.of(
            List.of(settings),
            Set.of(ofAll),
            new Containers(folder),
            new Moments(Noticing.POLLS),
            null,
            new SystemObservationClock())) {
      try (source) {
        for (Observation seen : source.poll()) {
          if (seen instanceof Observation.Read read) {
            names.add(read.tunnel().interfaceName());
          }
        }
      }
    }
    return names;
  }

  @Test
  void none_named_means_all() throws Exception {
    assertThat(read(List.of())).containsExactly("wg0", "wg1", "wg2");
  }

  @Test
  void those_named_for_all_sources_restrict_each() throws Exception {
    assertThat(read(List.of(), "wg1", "wg2", "wg9")).containsExactly("wg1", "wg2");
    assertThat(read(List.of("wg0", "wg1"), "wg1", "wg2")).containsExactly("wg1");
  }

  @Test
  void a_source_of_which_nothing_is_left_is_not_read_at_all() throws Exception {
    assertThat(read(List.of("wg0"), "wg1")).isEmpty();
  }
}
