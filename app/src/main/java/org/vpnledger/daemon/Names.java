package org.vpnledger.daemon;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.vpnledger.config.Settings;
import org.vpnledger.container.Containers;
import org.vpnledger.name.NameBook;
import org.vpnledger.name.NameRoot;
import org.vpnledger.name.NameSource;
import org.vpnledger.source.Source;
import org.vpnledger.store.NameSourceRow;

/** The names of a daemon: where they are looked for, and what of them the store keeps. */
final class Names {
  private Names() {}

  /** By the settings, on this machine and in the containers that these sources read. */
  static NameBook book(Settings settings, Containers containers, List<Source> sources) {
    return book(
        settings,
        new ContainerRoots(containers, () -> Sources.containers(settings.sources(), sources)));
  }

  /**
   * By the settings, on this machine and in other file systems.
   *
   * @param roots asked at each refresh
   */
  static NameBook book(Settings settings, Supplier<List<NameRoot>> roots) {
    Settings.Names names = settings.names();
    return new NameBook(
        new NameBook.Where(names.table(), names.files(), names.search()),
        roots,
        InstantSource.system(),
        settings.zone());
  }

  /** As the store keeps them for those who ask. */
  static List<NameSourceRow> rows(List<NameSource> sources) {
    return sources.stream()
        .map(source ->
            new NameSourceRow(source.origin(), source.readAt(), source.problem(), source.names()))
        .toList();
  }
}
