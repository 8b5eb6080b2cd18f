package org.vpnledger.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.container.Container;
import org.vpnledger.container.ContainerException;
import org.vpnledger.container.Containers;
import org.vpnledger.name.NameRoot;

/**
 * The file systems of some containers, as names are looked for in them. Asked every few seconds: a
 * container is looked for again only when its process is gone. One that cannot be found gives no
 * root; who reads its tunnels says why.
 */
final class ContainerRoots implements Supplier<List<NameRoot>> {
  private final Containers containers;
  private final Supplier<List<String>> names;
  private final Map<String, Container> known = new HashMap<>();

  /**
   * @param names of containers, or the beginnings of their ids, asked each time
   */
  ContainerRoots(Containers containers, Supplier<List<String>> names) {
    this.containers = containers;
    this.names = names;
  }

  @Override
  public List<NameRoot> get() {
    List<NameRoot> roots = new ArrayList<>();
    for (String name : names.get()) {
      Container container = find(name);
      if (container != null) {
        roots.add(root(name, container));
      }
    }
    return roots;
  }

  private @Nullable Container find(String name) {
    Container last = known.get(name);
    if (last != null && last.isSame()) {
      return last;
    }
    try {
      Container found = containers.find(name);
      known.put(name, found);
      return found;
    } catch (ContainerException e) {
      known.remove(name);
      return null;
    }
  }

  /** Its volumes where they lie here, and for all else what its process sees. */
  private static NameRoot root(String name, Container container) {
    List<NameRoot.Mount> mounts = new ArrayList<>();
    container.mounts().forEach((inside, folder) -> mounts.add(new NameRoot.Mount(inside, folder)));
    mounts.add(new NameRoot.Mount("/", container.root()));
    return new NameRoot("container " + name, mounts);
  }
}
