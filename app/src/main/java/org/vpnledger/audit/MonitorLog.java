package org.vpnledger.audit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Logs of wg_monitor, also compressed ones, as what they tell one after the other: the files may
 * come in any order, since a session may begin in one and end in the next.
 */
public final class MonitorLog {
  private static final int LOOKED_AT = 200;
  private static final int MOST_LINES = 5_000_000;

  /** A line with its moment. */
  record Told(Instant at, MonitorLine line, @Nullable Instant handshake) {}

  private record Part(Instant first, List<Told> told) {}

  private final ZoneId zone;
  private final Instant latest;
  private final List<Part> parts = new ArrayList<>();
  private int lines;

  /**
   * None so far.
   *
   * @param zone the one of their times, which are local ones
   * @param latest what is later is told by nobody
   */
  public MonitorLog(ZoneId zone, Instant latest) {
    this.zone = zone;
    this.latest = latest;
  }

  /** Whether a file is one, by its first lines. */
  public static boolean isOne(Path file) throws IOException {
    try (LineReader reader = open(file)) {
      for (int i = 0; i < LOOKED_AT; i++) {
        String line = reader.next();
        if (line == null) {
          return false;
        }
        if (MonitorLine.parse(line) != null) {
          return true;
        }
      }
      return false;
    } catch (ZipException | EOFException e) {
      return false; // who reads all of it says so
    }
  }

  /**
   * Reads a file.
   *
   * @return how many of its lines tell something
   * @throws IOException with one line for people when it cannot be unpacked
   */
  public int read(Path file) throws IOException {
    List<Told> told = new ArrayList<>();
    try (LineReader reader = open(file)) {
      Instant last = Instant.MIN;
      for (String text = reader.next(); text != null; text = reader.next()) {
        MonitorLine line = MonitorLine.parse(text);
        if (line != null && ++lines > MOST_LINES) {
          throw new IOException("more than " + MOST_LINES + " lines are too many at once");
        }
        Instant at = line == null ? null : moment(line.at(), last);
        if (line != null && at != null && !at.isAfter(latest)) {
          told.add(new Told(at, line, handshake(line, at)));
          last = at;
        }
      }
    } catch (ZipException | EOFException e) {
      throw new IOException("cannot be unpacked: it was changed or cut", e);
    }
    if (!told.isEmpty()) {
      parts.add(new Part(told.getFirst().at(), told));
    }
    return told.size();
  }

  /** The sessions that they tell of, each with its interface. */
  public MonitorSessions sessions() {
    MonitorSessions sessions = new MonitorSessions();
    parts.stream()
        .sorted(Comparator.comparing(Part::first))
        .flatMap(part -> part.told().stream())
        .forEach(sessions::take);
    return sessions;
  }

  /** Of an hour that comes twice it is the second where the line before was later already. */
  private Instant moment(LocalDateTime local, Instant last) {
    ZonedDateTime time = local.atZone(zone);
    return time.toInstant().isBefore(last)
        ? time.withLaterOffsetAtOverlap().toInstant()
        : time.toInstant();
  }

  private @Nullable Instant handshake(MonitorLine line, Instant at) {
    LocalDateTime local = line.handshake();
    if (local == null) {
      return null;
    }
    ZonedDateTime time = local.atZone(zone);
    Instant second = time.withLaterOffsetAtOverlap().toInstant();
    Instant handshake = second.isAfter(at) ? time.toInstant() : second;
    return handshake.isAfter(at) ? null : handshake;
  }

  /** By its first bytes, whatever it is called: gzip's are 1f 8b (RFC 1952). */
  private static LineReader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    boolean opened = false;
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      LineReader reader = new LineReader(packed ? new GZIPInputStream(in) : in);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }
}
