package org.vpnledger.name;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where names files are looked for, in some file system.
 *
 * @param path a file, or a folder
 * @param members which files of the folder; absent when it is one file, or whichever it turns out
 *     to be
 * @param required whether its absence is a problem: it is when somebody configured it
 */
record Place(String path, @Nullable Pattern members, boolean required) {
  private static final Pattern ANY = Pattern.compile(".+\\.(?:db|json|txt|toml|conf)");
  private static final Pattern JSON = Pattern.compile(".+\\.json");
  private static final Pattern INTERFACE_JSON = Pattern.compile("[A-Za-z0-9._=-]{1,15}\\.json");
  private static final Pattern CONF = Pattern.compile("[A-Za-z0-9._=-]{1,15}\\.conf");

  private static final List<String> SUFFIXES = List.of("db", "json", "txt", "toml", "conf");

  /** In the order of precedence: the tools' own databases before what they write elsewhere. */
  static final List<Place> USUAL =
      List.of(
          file("/etc/wireguard/wg-easy.db"),
          folder("/etc/wireguard", INTERFACE_JSON),
          folder("/opt/wireguard-ui/db/clients", JSON),
          folder("/etc/wireguard-ui/db/clients", JSON),
          folder("/app/db/clients", JSON),
          file("/opt/WGDashboard/src/db/wgdashboard.db"),
          file("/opt/wgdashboard/src/db/wgdashboard.db"),
          file("/opt/wireguarddashboard/src/db/wgdashboard.db"),
          file("/root/WGDashboard/src/db/wgdashboard.db"),
          file("/data/db/wgdashboard.db"),
          file("/etc/wireguard/configs/clients.txt"),
          file("/etc/wireguard_exporter/peers.toml"),
          file("/etc/wireguard-exporter/peers.toml"),
          folder("/etc/wireguard", CONF),
          folder("/config/wg_confs", CONF),
          folder("/etc/amnezia/amneziawg", CONF));

  private static Place file(String path) {
    return new Place(path, null, false);
  }

  private static Place folder(String path, Pattern members) {
    return new Place(path, members, false);
  }

  /** A file, or a folder of files, of any format. */
  static Place configured(Path path) {
    return new Place(path.toString(), null, true);
  }

  /** Those of a folder's files that are meant. */
  List<String> members(List<String> files) {
    Pattern wanted = members == null ? ANY : members;
    return files.stream().filter(name -> wanted.matcher(name).matches()).toList();
  }

  /** A file's place in the order of precedence within its folder, by what it is likely to be. */
  static int kind(String file) {
    return SUFFIXES.indexOf(file.substring(file.lastIndexOf('.') + 1));
  }
}
