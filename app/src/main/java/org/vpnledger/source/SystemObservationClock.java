package org.vpnledger.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.ObservationClock;

/**
 * This machine's clocks. On Linux {@link System#nanoTime} is {@code CLOCK_MONOTONIC}, which counts
 * from the boot and not from the start of the process: the readings of two processes of one boot
 * can be compared, so a restarted daemon still knows how long it was away. That is why the clock is
 * named after the boot.
 */
public final class SystemObservationClock implements ObservationClock {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final String clock;

  /** Reads the boot's id once. */
  public SystemObservationClock() {
    this.clock = bootId();
  }

  @Override
  public Moment now() {
    return new Moment(Instant.now(), System.nanoTime(), clock);
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      // Not comparable with anything else then, which is the safe side.
      return "process " + UUID.randomUUID();
    }
  }
}
