package org.vpnledger.source.wireguard;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.source.SourceException;

/** Where tunnels are read: this machine itself, or a network namespace on it. */
@FunctionalInterface
public interface Place {
  /** The namespace that the daemon itself is in. */
  Place HERE = () -> new Spot(null, Path.of("/"));

  /**
   * Where it is now; a container that was started again is elsewhere.
   *
   * @throws SourceException when there is no such place, with what to do
   */
  Spot find() throws SourceException;

  /**
   * One namespace.
   *
   * @param namespace absent for the daemon's own
   * @param root the root of the file system that belongs to it
   */
  record Spot(@Nullable NetworkNamespace namespace, Path root) {}
}
