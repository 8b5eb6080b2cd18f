package org.vpnledger.source.openvpn;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * An OpenVPN server by its status file. What it shows is for metrics: it gives no observations,
 * since the ledger does not know OpenVPN's sessions.
 */
public final class StatusSource implements Source {
  /** A server that runs writes it every minute unless told otherwise. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private final String name;
  private final StatusFile file;
  private final InstantSource clock;
  private volatile @Nullable OpenVpnStatus latest;
  private final AtomicLong failures = new AtomicLong();

  /**
   * A source.
   *
   * @param file the server's status file, in any version
   * @param zone the server's, of which only version 1 depends
   */
  public StatusSource(String name, Path file, ZoneId zone, InstantSource clock) {
    this.name = name;
    this.file = new StatusFile(file, zone);
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  /** Where the file is. */
  public Path path() {
    return file.path();
  }

  /** What the file showed at the last look, absent if it could not be read; by any thread. */
  public @Nullable OpenVpnStatus latest() {
    return latest;
  }

  /** How many looks failed. */
  public long failures() {
    return failures.get();
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    boolean read = false;
    try {
      StatusReading reading = file.read();
      Duration age = reading.age(clock.instant());
      if (age.compareTo(ABANDONED) > 0) {
        throw new SourceException(
            file.path()
                + ": was last written "
                + age.toMinutes()
                + " minutes ago: does the server run, and write it (status FILE SECONDS)?",
            false);
      }
      latest = reading.status();
      read = true;
      return List.of();
    } finally {
      if (!read) {
        latest = null;
        failures.incrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
