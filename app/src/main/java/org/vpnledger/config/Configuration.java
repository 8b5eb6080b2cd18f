package org.vpnledger.config;

import java.util.List;
import java.util.Map;
import org.vpnledger.vpn.PeerKey;

/** Settings in effect, what is doubtful about them, and where each value came from. */
public final class Configuration {
  private final Settings settings;
  private final List<String> warnings;
  private final Values values;
  private final List<Values> sources;
  private final List<Values> flowRules;
  private final Map<PeerKey, Origin> names;

  Configuration(
      Settings settings,
      List<String> warnings,
      Values values,
      List<Values> sources,
      List<Values> flowRules,
      Map<PeerKey, Origin> names) {
    this.settings = settings;
    this.warnings = List.copyOf(warnings);
    this.values = values;
    this.sources = List.copyOf(sources);
    this.flowRules = List.copyOf(flowRules);
    this.names = Map.copyOf(names);
  }

  /**
   * Reads defaults, then the file, then those in {@code /etc/default}, then the environment, then
   * flags; the later wins.
   *
   * @param flags by dotted key ({@code files.keep_days}), with {@code config} for the file and
   *     {@code instance} for which of several daemons is meant
   * @param here where this process runs
   * @throws ConfigException with everything that is wrong, not only the first thing
   */
  public static Configuration load(Map<String, String> flags, Surroundings here)
      throws ConfigException {
    return new ConfigurationReader(flags, here).read();
  }

  /** The settings in effect. */
  public Settings settings() {
    return settings;
  }

  /** One line each, for people. */
  public List<String> warnings() {
    return warnings;
  }

  Values values() {
    return values;
  }

  List<Values> sources() {
    return sources;
  }

  List<Values> flowRules() {
    return flowRules;
  }

  Map<PeerKey, Origin> names() {
    return names;
  }
}
