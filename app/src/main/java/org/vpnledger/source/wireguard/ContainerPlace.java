package org.vpnledger.source.wireguard;

import org.jspecify.annotations.Nullable;
import org.vpnledger.container.Container;
import org.vpnledger.container.Container.Engine;
import org.vpnledger.container.ContainerException;
import org.vpnledger.container.Containers;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.source.SourceException;

/** A container by its name, wherever it runs after it was started again. */
final class ContainerPlace implements Place {
  private final Containers containers;
  private final String name;
  private final @Nullable Engine engine;
  private @Nullable Container last;

  /**
   * By its name or the beginning of its id.
   *
   * @param engine whose it must be, absent if anybody's
   */
  ContainerPlace(Containers containers, String name, @Nullable Engine engine) {
    this.containers = containers;
    this.name = name;
    this.engine = engine;
  }

  /** One that was found already. */
  ContainerPlace(Containers containers, Container found) {
    this(containers, found.id(), found.engine());
    this.last = found;
  }

  @Override
  public Spot find() throws SourceException {
    Container found = last;
    if (found == null || !found.isSame()) {
      last = null;
      found = search();
      last = found;
    }
    return spot(found);
  }

  private Container search() throws SourceException {
    try {
      return containers.find(name, engine);
    } catch (ContainerException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  static Spot spot(Container container) {
    return new Spot(new NetworkNamespace(container.networkNamespace()), container.root());
  }
}
