package org.vpnledger.source.openvpn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * The status file of an OpenVPN server, read while the server may be writing it.
 *
 * <p>The server overwrites the file from its beginning, line by line, and cuts off what is left of
 * the last writing. So a read may show the beginning of a new file and the end of an old one, with
 * every line whole: no parser can tell. Therefore a read counts only if the file did not change
 * meanwhile, and has not changed for a little longer than the server ever pauses between two lines.
 */
public final class StatusFile {
  /** A server with 100,000 clients writes for about a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** For how long the file must have been left alone, and how long to wait for that. */
  private static final Duration STILLNESS = Duration.ofMillis(100);

  private static final String CHANGING =
      "changes all the time: let the server write it less often (status FILE SECONDS)";
  private static final String ABANDONED =
      "; the server left it so: is the disk full? It writes the file again when it is restarted";

  private final Path path;
  private final ZoneId zone;
  private final Duration stillness;
  private final Duration patience;

  /**
   * Names the file; it need not exist yet.
   *
   * @param zone the server's time zone, which only version 1 of the file depends on
   */
  public StatusFile(Path path, ZoneId zone) {
    this(path, zone, STILLNESS, PATIENCE);
  }

  /** With other times than are good for a server. */
  StatusFile(Path path, ZoneId zone, Duration stillness, Duration patience) {
    this.path = path;
    this.zone = zone;
    this.stillness = stillness;
    this.patience = patience;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Reads it, again and again for three seconds at most while the server is writing.
   *
   * @throws SourceException when it cannot be read, is not a server's status file, or never was
   *     whole; the message says what to do
   */
  public StatusReading read() throws SourceException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    FileMoment earlier = null;
    while (true) {
      FileMoment moment = moment();
      boolean settled = moment.hasSettled(stillness, Instant.now(), earlier);
      boolean hopeless = System.nanoTime() - deadline > 0;
      String reason;
      try {
        OpenVpnStatus status = StatusParser.parse(moment.bytes(), moment.bytes().length, zone);
        if (settled) {
          return new StatusReading(status, moment.modified());
        }
        reason = CHANGING;
      } catch (TornStatusException e) {
        reason = e.getMessage() + (settled && moment.bytes().length > 0 ? ABANDONED : "");
      } catch (MalformedStatusException e) {
        reason = String.valueOf(e.getMessage());
        hopeless |= settled;
      }
      if (hopeless) {
        throw new SourceException(named(reason), true);
      }
      earlier = moment;
      Thread.sleep(stillness);
    }
  }

  private FileMoment moment() throws SourceException {
    try {
      return FileMoment.of(path);
    } catch (IOException e) {
      throw new SourceException(named(String.valueOf(e.getMessage())), e);
    }
  }

  /** One line, whatever the path is. */
  private String named(String reason) {
    StringBuilder name = new StringBuilder();
    path.toString().chars().forEach(c -> name.append(Character.isISOControl(c) ? '?' : (char) c));
    return name + ": " + reason;
  }
}
