package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.PeerKey;

/**
 * The settings in effect. {@link Keys} says what each one means and which values it takes.
 *
 * @param gatewayName what reports call this machine
 * @param zone where a day begins and ends
 * @param dataDir folder of the ledger, absolute
 * @param logDir folder of the files that people and scripts read, absolute
 * @param interval between two polls of a source, whole seconds
 * @param longestInterval between two polls of a source that takes long, no less than that
 * @param handshakes the best way to notice them that may be used
 * @param threshold without activity after which a peer is offline, whole seconds
 * @param sources in the order of the file; none means automatic
 */
public record Settings(
    String gatewayName,
    ZoneId zone,
    Path dataDir,
    Path logDir,
    Duration interval,
    Duration longestInterval,
    Noticing handshakes,
    Duration threshold,
    Session session,
    List<SourceSettings> sources,
    Names names,
    Files files,
    Retention retention) {

  public Settings {
    sources = List.copyOf(sources);
  }

  /**
   * How sessions are told apart.
   *
   * @param resume how long a peer may be away and, coming back from the same endpoint, continue its
   *     session
   */
  public record Session(Duration resume) {}

  /**
   * Whom keys belong to.
   *
   * @param table given in the settings themselves; wins over files
   * @param files files and folders in order of precedence
   * @param search whether the usual places are searched after them
   */
  public record Names(Map<PeerKey, String> table, List<Path> files, boolean search) {
    public Names {
      table = Map.copyOf(table);
      files = List.copyOf(files);
    }
  }

  /**
   * The bandwidth logs.
   *
   * @param interval divides a day, so that every day has the same times
   * @param usageColumns whether lines end with the usage since the line before
   */
  public record Files(boolean enabled, Duration interval, boolean usageColumns, int keepDays) {}

  /**
   * How long the ledger keeps what.
   *
   * @param eventsDays events and sessions
   * @param readingsDays cumulative counters as they were read
   */
  public record Retention(
      int fiveMinutesDays, int hoursDays, int daysYears, int eventsDays, int readingsDays) {}
}
