package org.vpnledger.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is put into a system, made from the files that come with the program. */
final class Parts {
  static final Path UNITS = Path.of("/etc/systemd/system");

  private static final List<String> LINKS = List.of("vpnledger", "wg-stats", "wg-stats-logger.sh");

  private final Place place;
  private final Path dist;

  /**
   * Those of the program.
   *
   * @param dist the folder that has them, on this machine
   */
  Parts(Place place, Path dist) {
    this.place = place;
    this.dist = dist;
  }

  List<Item> all() {
    List<Item> items = new ArrayList<>();
    String inPlace = UnitText.placeDropIn(place.home(), place.javaHome());
    for (String unit : List.of("vpnledger.service", "vpnledger@.service")) {
      items.add(
          file(UNITS.resolve(unit), UnitText.unit(read("systemd/" + unit), place.launcher())));
      if (!inPlace.isEmpty()) {
        items.add(file(UNITS.resolve(unit + ".d/10-place.conf"), inPlace));
      }
    }
    // So that both names work before anything is enabled, as 'systemctl start wg-monitor@wg0' must.
    items.add(new Item.Link(UNITS.resolve("wg-monitor.service"), Path.of("vpnledger.service")));
    items.add(new Item.Link(UNITS.resolve("wg-monitor@.service"), Path.of("vpnledger@.service")));
    String defaults = place.instance() == null ? "vpnledger" : "vpnledger-" + place.instance();
    items.add(new Item.File(Path.of("/etc/default", defaults), read("default/vpnledger"), true));
    items.add(file(Path.of("/etc/logrotate.d/vpnledger"), read("logrotate/vpnledger")));
    items.add(file(Path.of("/etc/sysusers.d/vpnledger.conf"), read("sysusers.d/vpnledger.conf")));
    items.add(file(Path.of("/etc/tmpfiles.d/vpnledger.conf"), read("tmpfiles.d/vpnledger.conf")));
    for (String name : LINKS) {
      items.add(new Item.Link(place.prefix().resolve("bin").resolve(name), place.launcher()));
    }
    return items;
  }

  private static Item file(Path target, String content) {
    return new Item.File(target, content, false);
  }

  private String read(String name) {
    try {
      return Files.readString(dist.resolve(name));
    } catch (IOException e) {
      throw new ServiceException(
          dist.resolve(name) + " cannot be read: it comes with the program, in its folder", e);
    }
  }
}
