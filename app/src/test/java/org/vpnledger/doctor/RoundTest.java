package org.vpnledger.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundTest {
  private interface Looking {
    List<Finding> look() throws IOException, InterruptedException;
  }

  private static Examination examination(String check, Looking looking) {
    return new Examination() {
      @Override
      public String check() {
        return check;
      }

      @Override
      public List<Finding> look() throws IOException, InterruptedException {
        return looking.look();
      }
    };
  }

  @Test
  void one_that_hangs_one_that_breaks_and_one_that_may_not_look_hide_no_other() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Round round =
        new Round(
            List.of(
                examination(
                    "network folder",
                    () -> {
                      never.await();
                      return List.of();
                    }),
                examination(
                    "broken",
                    () -> {
                      throw new IllegalStateException("oops");
                    }),
                examination(
                    "closed",
                    () -> {
                      throw new AccessDeniedException("/root/x");
                    }),
                examination("well", () -> List.of(Finding.ok("well", "is well")))),
            Duration.ofSeconds(1));
    List<Finding> findings = round.findings();
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly("network folder", "broken", "closed", "well");
    assertThat(findings)
        .extracting(Finding::verdict)
        .containsExactly(Verdict.PROBLEM, Verdict.PROBLEM, Verdict.HIDDEN, Verdict.OK);
    assertThat(findings.getFirst().found()).startsWith("took too long");
    assertThat(findings.get(1).found()).contains("oops");
    assertThat(findings.get(2).found())
        .isEqualTo("cannot be looked at: /root/x: permission denied");
  }
}
