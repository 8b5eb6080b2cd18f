package org.vpnledger.config;

import java.nio.file.Path;

/** Where things are unless somebody says otherwise. */
final class UsualPlaces {
  private UsualPlaces() {}

  static Path dataDir(Values values) {
    Surroundings here = values.here();
    if (here.root()) {
      return values.instance().of(Path.of("/var/lib/vpnledger"));
    }
    String state = here.environment().getOrDefault("XDG_STATE_HOME", "");
    // The specification says to ignore a relative one.
    Path folder = state.startsWith("/") ? Path.of(state) : here.home().resolve(".local/state");
    return values.instance().of(folder.resolve("vpnledger"));
  }

  static Path logDir(Values values) {
    return values.here().root()
        ? values.instance().of(Path.of("/var/log/wireguard"))
        : values.get(Keys.DATA_DIR).resolve("log");
  }

  static Path auditLog(Values values) {
    // Who has chosen a folder for logs wants to find it there.
    boolean usual = values.here().root() && !values.isSet(Keys.LOG_DIR);
    Path folder = usual ? Path.of("/var/log") : values.get(Keys.LOG_DIR);
    return values.instance().of(folder, "wg_monitor", ".log");
  }
}
