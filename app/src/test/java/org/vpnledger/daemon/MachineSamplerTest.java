package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vpnledger.config.Settings;
import org.vpnledger.resource.Sample;

class MachineSamplerTest {
  private final AtomicInteger asked = new AtomicInteger();

  /** Something unexpected, once. */
  private Instant clock() {
    if (asked.incrementAndGet() == 1) {
      throw new IllegalStateException("no clock");
    }
    return Instant.now();
  }

  @Test
  void what_goes_wrong_once_ends_no_sampling() throws InterruptedException {
    Settings.Machine settings = new Settings.Machine(true, Duration.ofSeconds(1), Path.of("/"), 30);
    MachineSampler sampler = new MachineSampler(settings, this::clock);
    Thread thread = Thread.ofPlatform().daemon().start(sampler);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Sample sample = null;
    while (sample == null && System.nanoTime() < end) {
      Thread.sleep(50);
      sample = sampler.poll();
    }
    thread.interrupt();
    assertThat(sample).isNotNull();
  }
}
