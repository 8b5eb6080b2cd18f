package org.vpnledger.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the {@code [[source]]} tables. */
final class SourceTables {
  /** The daemon's own source that notices handshakes; its others have names that none may have. */
  private static final String HANDSHAKES = "handshakes";

  private final Surroundings here;
  private final Path base;
  private final List<String> problems;
  private final List<Values> sources = new ArrayList<>();

  SourceTables(Surroundings here, Path base, List<String> problems) {
    this.here = here;
    this.base = base;
    this.problems = problems;
  }

  List<Values> read(TomlNode node) {
    Tables tables = new Tables(Keys.SOURCE_SECTION, SourceKeys.BY_NAME, here, base, problems);
    tables.read(node, this::source);
    name();
    refuseTwice();
    return sources;
  }

  private void source(Tables.One table) {
    Values source = table.values();
    TomlNode.Table entries = table.entries();
    String type = source.get(SourceKeys.TYPE);
    boolean unknown = !source.isSet(SourceKeys.TYPE) && entries.entries().containsKey("type");
    for (Key<?> key : SourceKeys.BY_NAME.values()) {
      if (!unknown && !SourceKeys.hasMeaning(key, type)) { // it is told what is wrong with it
        refuse(type, key, entries);
      }
    }
    sources.add(source);
  }

  private void refuse(String type, Key<?> key, TomlNode.Table entries) {
    TomlNode node = entries.entries().get(key.lastName());
    if (node != null) {
      problems.add(node.at().complain(key.name(), "has no meaning with type \"" + type + "\""));
    }
  }

  /** Checks that names are unique, and names after their type those without one. */
  private void name() {
    Set<String> taken = new HashSet<>();
    taken.add(HANDSHAKES);
    for (Values source : sources) {
      if (source.isSet(SourceKeys.NAME) && !taken.add(source.get(SourceKeys.NAME))) {
        String name = source.get(SourceKeys.NAME);
        String problem =
            name.equals(HANDSHAKES)
                ? "\"" + name + "\" is what notices handshakes: choose another name"
                : "there is another source \"" + name + "\"";
        problems.add(source.origin(SourceKeys.NAME).complain(SourceKeys.NAME.name(), problem));
      }
    }
    for (Values source : sources) {
      if (!source.isSet(SourceKeys.NAME)) {
        String first = unnamed(source);
        String name = first;
        for (int number = 2; !taken.add(name); number++) {
          name = first + "-" + number;
        }
        source.put(SourceKeys.NAME, name, new Origin.Default());
      }
    }
  }

  /** Two sources of one server would book everything twice. */
  private void refuseTwice() {
    Set<Object> read = new HashSet<>();
    for (Values source : sources) {
      switch (source.get(SourceKeys.TYPE)) {
        case "openvpn-status" -> refuseTwice(source, SourceKeys.FILE, "file", read);
        case "openvpn-management" -> refuseTwice(source, SourceKeys.ADDRESS, "address", read);
        default -> {} // they may, as one of them stands in for the other
      }
    }
  }

  private void refuseTwice(Values source, Key<?> key, String what, Set<Object> read) {
    if (!read.add(source.get(key))) {
      problems.add(
          source
              .origin(key)
              .complain(key.name(), "another source reads this " + what + " already"));
    }
  }

  /**
   * A container's name, or that of a server's file, says more than how it is read, and stays the
   * same in another order. So that a flag that becomes a setting is the same source, both name
   * servers alike.
   */
  private static String unnamed(Values source) {
    String type = source.get(SourceKeys.TYPE);
    return switch (type) {
      case "openvpn-status" -> ServerName.of(source.get(SourceKeys.FILE));
      case "openvpn-management" -> ServerName.of(source.get(SourceKeys.ADDRESS));
      default -> containerOr(type, source);
    };
  }

  private static String containerOr(String type, Values source) {
    String netns = source.get(SourceKeys.NETNS);
    String last = netns.substring(1 + Math.max(netns.lastIndexOf('/'), netns.lastIndexOf(':')));
    return SourceKeys.NAME.kind().read(last, Path.of("/")) == null || last.length() > 29
        ? type
        : last;
  }

  /** One source's values as the rest of the program wants them. */
  static SourceSettings settings(Values source) {
    String name = source.get(SourceKeys.NAME);
    List<String> interfaces = source.get(SourceKeys.INTERFACE);
    var timeout = source.get(SourceKeys.TIMEOUT);
    String netns = source.get(SourceKeys.NETNS);
    return switch (source.get(SourceKeys.TYPE)) {
      case "command" ->
          new SourceSettings.Command(name, interfaces, timeout, source.get(SourceKeys.COMMAND));
      case "uapi" ->
          new SourceSettings.Uapi(name, interfaces, timeout, source.get(SourceKeys.DIRECTORY));
      case "openvpn-status" ->
          new SourceSettings.OpenVpnStatus(name, List.of(), timeout, source.get(SourceKeys.FILE));
      case "openvpn-management" ->
          new SourceSettings.OpenVpnManagement(
              name,
              List.of(),
              timeout,
              source.get(SourceKeys.ADDRESS),
              source.get(SourceKeys.PASSWORD_FILE));
      case "netlink" -> new SourceSettings.Netlink(name, interfaces, timeout, netns);
      default -> new SourceSettings.WireGuard(name, interfaces, timeout, netns);
    };
  }
}
