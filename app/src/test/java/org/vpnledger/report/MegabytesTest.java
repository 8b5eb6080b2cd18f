package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MegabytesTest {

  @Test
  void a_tie_goes_to_the_even_hundredth_as_printf_does_it() {
    assertThat(Megabytes.padded(131_072)).isEqualTo("      0.12 MB"); // 0.125
    assertThat(Megabytes.padded(393_216)).isEqualTo("      0.38 MB"); // 0.375
  }

  @Test
  void hundredths_carry_and_figures_grow_to_the_left() {
    assertThat(Megabytes.padded(0)).isEqualTo("      0.00 MB");
    assertThat(Megabytes.padded(1_048_575)).isEqualTo("      1.00 MB");
    assertThat(Megabytes.padded(20L << 40)).isEqualTo("20971520.00 MB");
    assertThat(Megabytes.padded(-(3L << 19))).isEqualTo("     -1.50 MB");
  }

  @Test
  void every_figure_is_the_nearest_hundredth() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long bytes = random.nextLong(1L << (1 + i % 50)) / 32 * 32;
      BigDecimal exact = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1_048_576));
      assertThat(Megabytes.padded(bytes).strip())
          .isEqualTo(exact.setScale(2, RoundingMode.HALF_EVEN) + " MB");
    }
  }
}
