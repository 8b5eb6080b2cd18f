package org.vpnledger.source.wireguard;

import java.nio.file.Files;
import java.nio.file.Path;
import org.vpnledger.container.Container.Engine;
import org.vpnledger.container.Containers;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.source.SourceException;

/**
 * A place as people name it: a namespace of {@code ip netns} by its name or file, a process by its
 * number, a container by its name, with {@code docker:} or {@code podman:} before it where a name
 * means several things.
 */
public final class NamedPlace {
  private static final Path NAMESPACES = Path.of("/run/netns");

  private NamedPlace() {}

  /** By the text of the setting; empty for the daemon's own. */
  public static Place of(String text, Containers containers) {
    if (text.isEmpty()) {
      return Place.HERE;
    }
    for (Engine engine : Engine.values()) {
      String prefix = prefix(engine);
      if (text.startsWith(prefix)) {
        return new ContainerPlace(containers, text.substring(prefix.length()), engine);
      }
    }
    if (text.startsWith("/")) {
      return () -> file(Path.of(text));
    }
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return () -> process(text);
    }
    Place container = new ContainerPlace(containers, text, null);
    Path namespace = NAMESPACES.resolve(text);
    return () -> Files.exists(namespace) ? file(namespace) : either(container);
  }

  private static Place.Spot either(Place container) throws SourceException {
    try {
      return container.find();
    } catch (SourceException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("no container")
          ? new SourceException(message + "; nor is it one of those that 'ip netns' shows", e)
          : e;
    }
  }

  /**
   * The container that a setting may mean.
   *
   * @return empty if it means none
   */
  public static String containerOf(String text) {
    for (Engine engine : Engine.values()) {
      if (text.startsWith(prefix(engine))) {
        return text.substring(prefix(engine).length());
      }
    }
    return text.contains("/") || text.chars().allMatch(c -> c >= '0' && c <= '9') ? "" : text;
  }

  private static String prefix(Engine engine) {
    return switch (engine) {
      case DOCKER -> "docker:";
      case PODMAN -> "podman:";
    };
  }

  private static Place.Spot file(Path file) throws SourceException {
    if (!Files.exists(file)) {
      throw new SourceException(
          "no network namespace " + file + ": 'ip netns' shows those with a name");
    }
    return new Place.Spot(new NetworkNamespace(file), Path.of("/"));
  }

  /** The namespace and the files of a process. */
  private static Place.Spot process(String id) throws SourceException {
    Path process = Path.of("/proc", id);
    if (!Files.exists(process)) {
      throw new SourceException("no process " + id + ", whose network namespace was to be read");
    }
    return new Place.Spot(new NetworkNamespace(process.resolve("ns/net")), process.resolve("root"));
  }
}
