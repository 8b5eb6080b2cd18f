package org.vpnledger.source.wireguard;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which interfaces a source is to read.
 *
 * @param only the configured names, empty for all
 * @param there names of which they must be, asked at every look; absent where any will do
 */
public record InterfaceFilter(Set<String> only, Supplier<@Nullable Set<String>> there) {
  /** Every interface. */
  public static final InterfaceFilter ALL = only(Set.of());

  public InterfaceFilter {
    only = Set.copyOf(only);
  }

  /** The named interfaces, or all when none is named. */
  public static InterfaceFilter only(Set<String> names) {
    return new InterfaceFilter(names, () -> null);
  }

  /** Takes out of a look's names those that are not wanted. */
  void restrict(Set<String> names) {
    if (!only.isEmpty()) {
      names.retainAll(only);
    }
    Set<String> existing = there.get();
    if (existing != null) {
      names.retainAll(existing);
    }
  }
}
