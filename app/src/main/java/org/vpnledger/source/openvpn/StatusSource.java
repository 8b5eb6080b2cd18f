package org.vpnledger.source.openvpn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.OpenVpnStatus;
import org.vpnledger.vpn.TunnelId;

/**
 * An OpenVPN server by its status file. Each writing of the file is one read of the tunnel, at the
 * time when it was written: what moved belongs to the time before that, however late it is looked
 * at.
 */
public final class StatusSource implements OpenVpnSource {
  /** Until the server's own pace is known: it writes every minute unless told otherwise. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  private static final Duration LEAST_ABANDONED = Duration.ofMinutes(1);

  private final String name;
  private final TunnelId tunnel;
  private final StatusFile file;
  private final @Nullable EndNotes ends;
  private final ObservationClock clock;
  private volatile @Nullable OpenVpnStatus latest;
  private final AtomicLong failures = new AtomicLong();
  private @Nullable Instant written;
  private Duration pace = Duration.ZERO;
  private boolean told;

  /**
   * A source, whose only tunnel has its name.
   *
   * @param file the server's status file, in any version
   * @param zone the server's, of which only version 1 depends
   * @param ends where connections' ends are noted, absent for who only looks
   */
  public StatusSource(
      String name, Path file, ZoneId zone, @Nullable EndNotes ends, ObservationClock clock) {
    this.ends = ends;
    this.name = name;
    this.tunnel = new TunnelId(name, name);
    this.file = new StatusFile(file, zone);
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String where() {
    return file.path().toString();
  }

  @Override
  public @Nullable OpenVpnStatus latest() {
    return latest;
  }

  @Override
  public long failures() {
    return failures.get();
  }

  /** The ends first: what the file shows of those connections may be from before. */
  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    List<Observation> observations = new ArrayList<>(ended());
    try {
      observations.addAll(look());
    } catch (SourceException e) {
      if (observations.isEmpty()) {
        throw e;
      }
      observations.add(
          new Observation.ReadFailed(tunnel, clock.now(), String.valueOf(e.getMessage())));
    }
    return observations;
  }

  private List<Observation> ended() {
    Moment now = clock.now();
    List<EndNote> notes = ends == null ? List.of() : ends.take(now);
    return notes.isEmpty()
        ? List.of()
        : List.of(
            new Observation.Disconnected(tunnel, now, notes.stream().map(EndNote::end).toList()));
  }

  private List<Observation> look() throws SourceException, InterruptedException {
    StatusReading reading;
    try {
      reading = file.read();
    } catch (SourceException e) {
      if (Files.notExists(file.path())) {
        return lost(e);
      }
      failed();
      throw e;
    }
    Moment now = clock.now();
    Duration age = reading.age(now.wall());
    if (age.compareTo(abandonedAfter()) > 0) {
      return lost(
          new SourceException(
              "%s: was last written %s ago: does the server run, and write it (status FILE SECONDS)?"
                  .formatted(file.path(), inWords(age))));
    }
    latest = reading.status();
    return observed(reading, now, age);
  }

  /** One observation for each writing of the file. */
  private List<Observation> observed(StatusReading reading, Moment now, Duration age) {
    told = false;
    Instant before = written;
    if (reading.modified().equals(before)) {
      return List.of();
    }
    if (before != null && reading.modified().isAfter(before)) {
      pace = Duration.between(before, reading.modified());
    }
    written = reading.modified();
    Moment at =
        new Moment(now.wall().minus(age), now.monotonicNanos() - age.toNanos(), now.clock());
    return List.of(
        new Observation.Read(tunnel, at, Device.OPENVPN, Connections.of(reading.status())));
  }

  /** A server that ended has left its file behind, or its folder went with it. */
  private List<Observation> lost(SourceException why) throws SourceException {
    failed();
    written = null;
    if (told) {
      throw why;
    }
    told = true;
    Moment now = clock.now();
    return List.of(
        new Observation.Gone(tunnel, now),
        new Observation.ReadFailed(tunnel, now, String.valueOf(why.getMessage())));
  }

  private void failed() {
    latest = null;
    failures.incrementAndGet();
  }

  private Duration abandonedAfter() {
    Duration threeTimes = pace.multipliedBy(3);
    if (pace.isZero() || threeTimes.compareTo(ABANDONED) > 0) {
      return ABANDONED;
    }
    return threeTimes.compareTo(LEAST_ABANDONED) > 0 ? threeTimes : LEAST_ABANDONED;
  }

  private static String inWords(Duration age) {
    return age.compareTo(Duration.ofMinutes(2)) < 0
        ? age.toSeconds() + " seconds"
        : age.toMinutes() + " minutes";
  }

  @Override
  public void kept(Moment upTo) {
    if (ends != null) {
      ends.kept(upTo);
    }
  }

  @Override
  public void close() {
    if (ends != null) {
      ends.deleteKept();
    }
  }
}
