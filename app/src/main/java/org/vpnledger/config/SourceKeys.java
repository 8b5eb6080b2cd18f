package org.vpnledger.config;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be set of each {@code [[source]]}. */
final class SourceKeys {
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._-]{1,32}");
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._/:@+-]{0,255}");
  private static final Pattern WORD = Pattern.compile("[^\\x00]+", Pattern.DOTALL);

  static final Key<String> TYPE =
      Keys.key(
          "source.type",
          new Kind.Text(
              "\"wireguard\", \"netlink\", \"uapi\", \"command\", \"openvpn-status\" or"
                  + " \"openvpn-management\"",
              Pattern.compile("wireguard|netlink|uapi|command|openvpn-status|openvpn-management")),
          values -> "wireguard",
          "wireguard: what there is; netlink: the kernel's only; uapi: sockets of WireGuard in user"
              + " space; command: prints what wg show all dump does; openvpn-status: an OpenVPN"
              + " server's status file; openvpn-management: its management interface.");
  static final Key<String> NAME =
      new Key<>(
          "source.name",
          new Kind.Text("1 to 32 letters, digits, '.', '_' or '-'", SOURCE),
          null,
          "Part of each tunnel's identity, so choose it once; unless set the last part of netns,"
              + " or the type, then type-2.");
  static final Key<String> NETNS =
      Keys.key(
          "source.netns",
          new Kind.Text(
              "a namespace of 'ip netns', a path, a process id in quotes, or a container's name",
              PLACE),
          values -> "",
          "wireguard and netlink: read there: NAME or /run/netns/NAME, a process id, or a container:"
              + " docker:NAME, podman:NAME, NAME.");
  static final Key<List<String>> INTERFACE =
      Keys.key(
          "source.interface",
          new Kind.Words("an interface's name, or an array of them", Keys.INTERFACE, false),
          values -> List.of(),
          "Only these interfaces; all of them unless set.");
  static final Key<Duration> TIMEOUT =
      Keys.key(
          "source.timeout",
          new Kind.Seconds(1, 300, false),
          values -> Duration.ofSeconds(10),
          "Seconds that one read may take.");
  static final Key<Path> DIRECTORY =
      Keys.key(
          "source.directory",
          new Kind.Location(),
          values -> Path.of("/var/run/wireguard"),
          "uapi only: the folder of the sockets.");
  static final Key<List<String>> COMMAND =
      Keys.key(
          "source.command",
          new Kind.Words("a command, or an array of its words", WORD, true),
          values -> List.of("wg", "show", "all", "dump"),
          "command only: run without a shell; one text is split at spaces, quotes mean nothing.");

  static final Key<Path> FILE =
      Keys.key(
          "source.file",
          new Kind.Location(),
          values -> Path.of("/var/log/openvpn/status.log"),
          "openvpn-status only: the file that the server's option 'status' names.");

  static final Key<SocketAddress> ADDRESS =
      Keys.key(
          "source.address",
          new Kind.Socket(),
          values -> InetSocketAddress.createUnresolved("127.0.0.1", 5555),
          "openvpn-management only: where the server's option 'management' lets it listen,"
              + " ADDRESS:PORT or unix:/PATH.");
  static final Key<Optional<Path>> PASSWORD_FILE =
      Keys.key(
          "source.password_file",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "openvpn-management only: the file with the password, if that option names one.");

  /** All of them, by name. */
  static final Map<String, Key<?>> BY_NAME =
      Keys.byName(
          TYPE, NAME, NETNS, INTERFACE, TIMEOUT, DIRECTORY, COMMAND, FILE, ADDRESS, PASSWORD_FILE);

  private static final List<Key<?>> OF_ALL = List.of(TYPE, NAME, TIMEOUT);

  private SourceKeys() {}

  /** Whether a key of a source says anything about one of that type. */
  static boolean hasMeaning(Key<?> key, String type) {
    List<Key<?>> own =
        switch (type) {
          case "command" -> List.of(INTERFACE, COMMAND);
          case "uapi" -> List.of(INTERFACE, DIRECTORY);
          case "openvpn-status" -> List.of(FILE);
          case "openvpn-management" -> List.of(ADDRESS, PASSWORD_FILE);
          default -> List.of(INTERFACE, NETNS);
        };
    return OF_ALL.contains(key) || own.contains(key);
  }
}
