package org.vpnledger.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.store.DataFolder;

/** What acts on events, as configured. */
final class Reactions {
  private Reactions() {}

  static List<Reaction> of(Settings settings, DataFolder folder) {
    List<Reaction> reactions = new ArrayList<>();
    Path ledger = folder.database();
    settings
        .hook()
        .script()
        .ifPresentOrElse(
            script -> reactions.add(HookReaction.begin(ledger, settings.hook(), script)),
            () -> HookReaction.forget(ledger));
    return reactions;
  }
}
