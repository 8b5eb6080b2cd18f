package org.vpnledger.config;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The environment variables of ours. */
final class Variables {
  static final String PREFIX = "VPNLEDGER_";

  /** Names the file. */
  static final String CONFIG = "VPNLEDGER_CONFIG";

  /** Says which of several daemons of this machine is meant. */
  static final String INSTANCE = "VPNLEDGER_INSTANCE";

  /** Not settings: read by the launcher, by commands, or above. */
  static final Set<String> RESERVED =
      Set.of(
          CONFIG,
          INSTANCE,
          "VPNLEDGER_NOW",
          "VPNLEDGER_JAVA_HOME",
          "VPNLEDGER_COLUMNS",
          "VPNLEDGER_HOME",
          "VPNLEDGER_JAVA_OPTIONS");

  static final Map<String, Key<?>> BY_VARIABLE = byVariable();

  private Variables() {}

  private static Map<String, Key<?>> byVariable() {
    Map<String, Key<?>> keys = new TreeMap<>();
    Keys.BY_NAME.values().forEach(key -> keys.put(key.variable(), key));
    return Collections.unmodifiableMap(keys);
  }
}
