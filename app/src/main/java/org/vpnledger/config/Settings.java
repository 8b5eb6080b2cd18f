package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param interfaces of all sources only these; none means all
 * @param statsInterval between two lines of statistics on the console
 * @param debug whether the daemon says in detail what it does
 * @param kernelLog whether WireGuard's lines in the kernel's log are read
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
    List<String> interfaces,
    Duration statsInterval,
    boolean debug,
    boolean kernelLog,
    Session session,
    List<SourceSettings> sources,
    Names names,
    Files files,
    Audit audit,
    Hook hook,
    Web web,
    Metrics metrics,
    Push push,
    Machine machine,
    StatisticsPage page,
    Place place,
    FlowSection flow,
    FlowStoreSection flowStore,
    Retention retention) {

  public Settings {
    interfaces = List.copyOf(interfaces);
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
   * The audit log and its other forms.
   *
   * @param logPath as it was configured; whether it is allowed is for who opens it
   * @param allowedFolders besides those that are always allowed
   * @param rotateCount 0 when somebody else rotates
   * @param syslog empty for none
   * @param key the key that signs checkpoints; absent for the ledger's own
   */
  public record Audit(
      boolean enabled,
      Path logPath,
      List<Path> allowedFolders,
      int rotateBytes,
      int rotateCount,
      Optional<Path> jsonPath,
      String syslog,
      Optional<Path> key) {
    public Audit {
      allowedFolders = List.copyOf(allowedFolders);
    }
  }

  /**
   * The script that runs at each change.
   *
   * @param script absent for none
   * @param events names of the events that it runs for
   * @param parallel how many runs at once
   * @param attempts how often a run that fails is tried in all
   */
  public record Hook(
      Optional<Path> script, List<String> events, Duration timeout, int parallel, int attempts) {
    public Hook {
      events = List.copyOf(events);
    }
  }

  /**
   * Who may ask what where, by HTTP.
   *
   * @param listen {@code ADDRESS:PORT}, or {@code none}
   * @param healthListen likewise, for health and peers
   * @param tokens hashed, as {@code vpnledger config hash} prints them
   * @param users likewise, with their names
   * @param certificate absent for no TLS
   * @param clientCa absent when clients need no certificate
   * @param insecure whether another address than loopback needs no credentials
   */
  public record Web(
      String listen,
      String healthListen,
      List<String> tokens,
      List<String> users,
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> clientCa,
      boolean insecure) {
    public Web {
      tokens = List.copyOf(tokens);
      users = List.copyOf(users);
    }
  }

  /**
   * What is exported.
   *
   * @param dialects of {@code /metrics} itself
   * @param maxSeries of peers, in one dialect
   * @param createdSeries whether OpenMetrics tells when counters began
   * @param textfile for node_exporter, absent for none
   */
  public record Metrics(
      List<String> dialects,
      boolean separateAllowedIps,
      boolean remoteIpAndPort,
      boolean handshakeDelay,
      boolean friendlyNames,
      boolean lowCardinality,
      int maxSeries,
      boolean createdSeries,
      Optional<Path> textfile) {
    public Metrics {
      dialects = List.copyOf(dialects);
    }
  }

  /**
   * Where metrics are sent.
   *
   * @param otlpUrl empty for nowhere
   * @param influxUrl likewise
   * @param tokenFile with the value of the Authorization header
   */
  public record Push(
      Duration interval, String otlpUrl, String influxUrl, Optional<Path> tokenFile) {}

  /**
   * The machine's own figures.
   *
   * @param disk any path on the disk that is looked at
   */
  public record Machine(boolean enabled, Duration interval, Path disk, int keepDays) {}

  /**
   * The page of every user's usage.
   *
   * @param html where it is written, absent for nowhere
   * @param text likewise, as plain text
   * @param interval between two times that they are written
   * @param providers whether it is said whose network an address is in
   * @param fullNames whether names are shown whole, or their first letters only
   * @param addressDays for how many days addresses and places are shown, 0 for none at all
   * @param mostRows users that are shown at most
   */
  public record StatisticsPage(
      Optional<Path> html,
      Optional<Path> text,
      Duration interval,
      boolean providers,
      boolean fullNames,
      int addressDays,
      int mostRows) {}

  /**
   * Where addresses are.
   *
   * @param databases in MaxMind's format; each fills in what those before it do not say
   * @param refreshDays after which a place is looked up anew
   * @param fastestKmh what a person can travel at
   * @param lookupUrl of a service, with {@code {ip}} where the address goes; empty for none
   * @param lookupTokenFile with the token that it wants
   */
  public record Place(
      List<Path> databases,
      int refreshDays,
      int fastestKmh,
      String lookupUrl,
      Optional<Path> lookupTokenFile,
      int lookupsPerMinute,
      int lookupsPerDay) {
    public Place {
      databases = List.copyOf(databases);
    }

    /** Whether places are looked up at all. */
    public boolean isConfigured() {
      return !databases.isEmpty() || !lookupUrl.isEmpty();
    }
  }

  /**
   * How long the ledger keeps what.
   *
   * @param eventsDays events and sessions
   * @param readingsDays cumulative counters as they were read
   */
  public record Retention(
      int fiveMinutesDays, int hoursDays, int daysYears, int eventsDays, int readingsDays) {}

  /** The same for another gateway, with files of its own and sources that are not configured. */
  public Settings elsewhere(String gateway, Path data, Path logs) {
    return new Settings(
        gateway,
        zone,
        data,
        logs,
        interval,
        longestInterval,
        handshakes,
        threshold,
        List.of(),
        statsInterval,
        debug,
        false,
        session,
        List.of(),
        names,
        files,
        new Audit(
            audit.enabled,
            logs.resolve("wg_monitor.log"),
            audit.allowedFolders,
            audit.rotateBytes,
            audit.rotateCount,
            Optional.empty(),
            "",
            Optional.empty()),
        new Hook(Optional.empty(), hook.events, hook.timeout, hook.parallel, hook.attempts),
        web,
        new Metrics(
            metrics.dialects,
            metrics.separateAllowedIps,
            metrics.remoteIpAndPort,
            metrics.handshakeDelay,
            metrics.friendlyNames,
            metrics.lowCardinality,
            metrics.maxSeries,
            metrics.createdSeries,
            Optional.empty()),
        new Push(push.interval, "", "", Optional.empty()),
        new Machine(machine.enabled, machine.interval, data, machine.keepDays),
        new StatisticsPage(
            Optional.empty(),
            Optional.empty(),
            page.interval,
            page.providers,
            page.fullNames,
            page.addressDays,
            page.mostRows),
        new Place(
            place.databases,
            place.refreshDays,
            place.fastestKmh,
            "",
            Optional.empty(),
            place.lookupsPerMinute,
            place.lookupsPerDay),
        flow.off(data),
        flowStore.nowhere(),
        retention);
  }
}
