package org.vpnledger.source.wireguard;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Which interfaces a source is to read.
 *
 * @param only the configured names, empty for all
 * @param leftOut names that another source reads, asked at every look
 */
public record InterfaceFilter(Set<String> only, Supplier<Set<String>> leftOut) {
  /** Every interface. */
  public static final InterfaceFilter ALL = only(Set.of());

  public InterfaceFilter {
    only = Set.copyOf(only);
  }

  /** The named interfaces, or all when none is named. */
  public static InterfaceFilter only(Set<String> names) {
    return new InterfaceFilter(names, Set::of);
  }

  /** Takes out of a look's names those that are not wanted. */
  void restrict(Set<String> names) {
    if (!only.isEmpty()) {
      names.retainAll(only);
    }
    names.removeAll(leftOut.get());
  }
}
