package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.store.DataFolder;

/** What acts on events, as configured. */
final class Reactions {
  private Reactions() {}

  static List<Reaction> of(Settings settings, DataFolder folder) {
    return new ArrayList<>();
  }
}
