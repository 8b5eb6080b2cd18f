package org.vpnledger.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClockDisciplineTest {
  /** NTP_PHASE_LIMIT in the kernel's time/ntp.c: what is worse is called free, and no worse. */
  private static final Duration WORST = Duration.ofSeconds(16);

  @Test
  void the_kernel_says_how_wrong_its_clock_may_be_and_it_is_free_from_a_bound_on()
      throws KernelException {
    ClockDiscipline clock = ClockDiscipline.ask();
    assertThat(clock.error()).isPositive().isLessThanOrEqualTo(WORST);
    assertThat(clock.isSynchronized() && clock.error().equals(WORST)).isFalse();
  }
}
