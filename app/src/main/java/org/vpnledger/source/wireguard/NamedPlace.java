package org.vpnledger.source.wireguard;

import java.nio.file.Files;
import java.nio.file.Path;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.source.SourceException;

/**
 * A place as people name it: a namespace of {@code ip netns} by its name or file, or a process by
 * its number.
 */
public final class NamedPlace implements Place {
  private static final Path NAMESPACES = Path.of("/run/netns");

  private final String text;

  /** By the text of the setting. */
  public NamedPlace(String text) {
    this.text = text;
  }

  @Override
  public Spot find() throws SourceException {
    if (text.startsWith("/")) {
      return file(Path.of(text));
    }
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return process(text);
    }
    return file(NAMESPACES.resolve(text));
  }

  private static Spot file(Path file) throws SourceException {
    if (!Files.exists(file)) {
      throw new SourceException(
          "no network namespace " + file + ": 'ip netns' shows those with a name");
    }
    return new Spot(new NetworkNamespace(file), Path.of("/"));
  }

  /** The namespace and the files of a process. */
  static Spot process(String id) throws SourceException {
    Path process = Path.of("/proc", id);
    if (!Files.exists(process)) {
      throw new SourceException("no process " + id + ", whose network namespace was to be read");
    }
    return new Spot(new NetworkNamespace(process.resolve("ns/net")), process.resolve("root"));
  }
}
