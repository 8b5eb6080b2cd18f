package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
  @TempDir Path folder;
  private final List<Duration> releases = new ArrayList<>();

  private final ControlSocket.Requests requests =
      new ControlSocket.Requests() {
        @Override
        public int takeReadings() {
          return 0;
        }

        @Override
        public List<String> release(String source, Duration howLong) {
          releases.add(howLong);
          return List.of("home");
        }
      };

  @Test
  void nobody_releases_for_less_than_nothing_or_for_more_than_a_day() throws IOException {
    ControlSocket control = ControlSocket.open(folder, requests);
    assertThat(control).isNotNull();
    try (control) {
      for (String seconds : new String[] {"-1", "86401", "2147483647"}) {
        assertThat(ControlSocket.ask(folder, "release " + seconds + " home"))
            .isEqualTo("error a release lasts 0 to 86400 seconds");
      }
      for (String seconds : new String[] {"4294967295", "2147483648", "x"}) {
        assertThat(ControlSocket.ask(folder, "release " + seconds + " home"))
            .isEqualTo("error no number of seconds");
      }
      assertThat(releases).isEmpty();
      assertThat(ControlSocket.ask(folder, "release 86400 home")).isEqualTo("ok home");
      assertThat(releases).containsExactly(Duration.ofDays(1));
    }
  }
}
