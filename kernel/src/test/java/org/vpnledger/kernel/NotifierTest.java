package org.vpnledger.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class NotifierTest {
  private static final long PID = 4711;

  @TempDir Path folder;

  @Test
  void what_a_service_manager_wants_to_know_arrives_at_a_path_and_at_an_abstract_name()
      throws Exception {
    for (String address : new String[] {folder + "/notify", "@vpnledger-notify-" + folder}) {
      try (UnixReceiver manager = UnixReceiver.at(address);
          Notifier notifier = Notifier.of(Map.of("NOTIFY_SOCKET", address), PID)) {
        notifier.ready("1 tunnel");
        assertThat(manager.text()).isEqualTo("READY=1\nSTATUS=1 tunnel");
        notifier.tell("2 tunnels");
        assertThat(manager.text()).isEqualTo("STATUS=2 tunnels");
        notifier.alive();
        assertThat(manager.text()).isEqualTo("WATCHDOG=1");
        notifier.stopping("bye");
        assertThat(manager.text()).isEqualTo("STOPPING=1\nSTATUS=bye");
      }
    }
  }

  @Test
  void reloading_says_when_by_the_clock_that_the_manager_compares_with() throws Exception {
    String address = folder + "/notify";
    try (UnixReceiver manager = UnixReceiver.at(address);
        Notifier notifier = Notifier.of(Map.of("NOTIFY_SOCKET", address), PID)) {
      String uptime = Files.readString(Path.of("/proc/uptime"));
      notifier.reloading();
      String[] lines = manager.text().split("\n");
      assertThat(lines[0]).isEqualTo("RELOADING=1");
      long micros = Long.parseLong(lines[1].substring("MONOTONIC_USEC=".length()));
      // CLOCK_MONOTONIC is the uptime without the time in suspend.
      assertThat(micros / 1e6)
          .isPositive()
          .isLessThan(Double.parseDouble(uptime.split(" ")[0]) + 60);
    }
  }

  @Test
  void a_status_is_one_line_whatever_is_in_it_and_not_too_long() throws Exception {
    String address = folder + "/notify";
    try (UnixReceiver manager = UnixReceiver.at(address);
        Notifier notifier = Notifier.of(Map.of("NOTIFY_SOCKET", address), PID)) {
      notifier.tell("a\nMAINPID=1\r\0b");
      assertThat(manager.text()).isEqualTo("STATUS=a MAINPID=1  b");
      notifier.tell("x".repeat(100_000));
      assertThat(manager.text()).hasSize("STATUS=".length() + 512);
    }
  }

  @Test
  void signs_of_life_are_wanted_of_this_process_or_of_another() {
    assertThat(watchdog("30000000", null)).isEqualTo(Duration.ofSeconds(30));
    assertThat(watchdog("30000000", "4711")).isEqualTo(Duration.ofSeconds(30));
    assertThat(watchdog("30000000", "4712")).isNull();
    for (String nothing : new String[] {"", "0", "-1", "soon", "9223372036854775807"}) {
      assertThat(watchdog(nothing, null)).as(nothing).isNull();
    }
  }

  @Test
  void without_a_manager_nothing_is_sent() throws Exception {
    try (Notifier notifier = Notifier.of(Map.of("WATCHDOG_USEC", "1000"), PID)) {
      assertThat(notifier.isHeard()).isFalse();
      assertThat(notifier.watchdog()).isNull();
      notifier.ready("nobody hears");
    }
  }

  private static @Nullable Duration watchdog(String micros, @Nullable String pid) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NOTIFY_SOCKET", "@nobody");
    environment.put("WATCHDOG_USEC", micros);
    if (pid != null) {
      environment.put("WATCHDOG_PID", pid);
    }
    return Notifier.of(environment, PID).watchdog();
  }
}
