package org.vpnledger.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a part of the verification found.
 *
 * @param subject what was checked, such as a file
 * @param proven one line for people: what of it is whole
 * @param problem one line for people: the first thing that is not; absent if all is whole
 */
public record Check(String subject, String proven, @Nullable String problem) {
  /** Whether nothing is wrong with it. */
  public boolean isWhole() {
    return problem == null;
  }

  static Check whole(String subject, String proven) {
    return new Check(subject, proven, null);
  }

  static Check broken(String subject, String problem) {
    return new Check(subject, "", problem);
  }
}
