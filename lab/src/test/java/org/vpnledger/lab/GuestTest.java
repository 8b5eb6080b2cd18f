package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guests themselves: what the other tests rely on. */
@RequiresGuest
@Timeout(400)
final class GuestTest {

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_guest_runs_scripts_and_gives_exit_code_output_and_errors(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    assertThat(guest.run("echo out; echo err >&2; exit 3"))
        .isEqualTo(new Command.Result(3, "out\n", "err\n"));
    assertThat(guest.output("uname -r")).startsWith(kernel.series() + ".");
    assertThat(guest.output("cat", "in", Duration.ofSeconds(30))).isEqualTo("in");
    assertThatIllegalStateException()
        .isThrownBy(() -> guest.output("echo because >&2; false"))
        .withMessageContaining("exit code 1")
        .withMessageContaining("because");
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void any_bytes_go_in_and_come_out_as_they_were(Kernel kernel) {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Guest guest = Guest.of(kernel);
    guest.put("/tmp/bytes", bytes);
    assertThat(guest.get("/tmp/bytes")).isEqualTo(bytes);
    guest.run("rm /tmp/bytes");
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_script_that_hangs_is_killed_and_the_guest_lives_on(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    assertThatIllegalStateException()
        .isThrownBy(() -> guest.output("echo begun; sleep 60", "", Duration.ofSeconds(1)))
        .withMessageContaining("not done within PT1S")
        .withMessageContaining("begun");
    assertThat(Guest.of(kernel)).isSameAs(guest);
    assertThat(guest.output("echo lives")).isEqualTo("lives\n");
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void the_program_runs_in_a_guest(Kernel kernel) {
    Guest guest = Guest.of(kernel);
    assertThat(guest.run("java -version").err()).contains("\"25");
    assertThat(guest.output(GuestLedger.PROGRAM + " --version")).startsWith("vpnledger ");
  }

  @ParameterizedTest
  @MethodSource("org.vpnledger.lab.Kernel#tested")
  void a_kernel_that_crashes_is_told_with_the_consoles_end(Kernel kernel) {
    try (Guest guest = Guest.boot(kernel)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> guest.run("echo c >/proc/sysrq-trigger"))
          .withMessageContaining(kernel + " was lost in: echo c")
          .withMessageContaining("sysrq triggered crash");
      assertThat(guest.process().isAlive()).isFalse();
    }
  }

  @Test
  void a_machine_that_hangs_is_told_and_ended() {
    try (Guest guest = Guest.boot(Kernel.LINUX_6_1)) {
      Command.of("kill", "-STOP", Long.toString(guest.process().pid())).output();
      Duration second = Duration.ofSeconds(1);
      assertThatIllegalStateException()
          .isThrownBy(() -> guest.ask("true", new byte[0], second, second))
          .withMessageContaining("Linux 6.1 was lost in: true (the guest does not answer)");
      assertThat(guest.process().isAlive()).isFalse();
    }
  }
}
