package org.vpnledger.kernel.trace;

import java.util.List;

/**
 * Where a member of a structure is, seen from the address of that structure.
 *
 * @param offsets in bytes; at each but the last there is a pointer, from whose target the next one
 *     counts
 * @param bytes its size
 */
public record Member(List<Integer> offsets, int bytes) {
  public Member {
    offsets = List.copyOf(offsets);
    if (offsets.isEmpty()) {
      throw new IllegalArgumentException("a member is somewhere");
    }
  }

  /**
   * What fetches it, in the words of Documentation/trace/kprobetrace.rst: {@code +8(+16($arg1))}.
   *
   * @param structure what gives the address of the structure, {@code $arg1} say
   */
  public String fetchFrom(String structure) {
    String fetch = structure;
    for (int offset : offsets) {
      fetch = "+" + offset + "(" + fetch + ")";
    }
    return fetch;
  }
}
