package org.vpnledger.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What one look found.
 *
 * @param check what was looked at, a word or two: {@code disk}
 * @param found one line for people
 * @param advice what to do, one line, with a command where there is one; absent if nothing
 */
public record Finding(String check, Verdict verdict, String found, @Nullable String advice) {
  static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK, found, null);
  }

  static Finding note(String check, String found, String advice) {
    return new Finding(check, Verdict.NOTE, found, advice);
  }

  static Finding problem(String check, String found, String advice) {
    return new Finding(check, Verdict.PROBLEM, found, advice);
  }

  static Finding hidden(String check, String found, String advice) {
    return new Finding(check, Verdict.HIDDEN, found, advice);
  }

  /** The same, but who asks cannot know whether it is so for the daemon, too. */
  Finding asHidden() {
    return verdict == Verdict.PROBLEM ? new Finding(check, Verdict.HIDDEN, found, advice) : this;
  }

  /** The same as a note: it does no harm as things are. */
  Finding asNote() {
    return verdict == Verdict.PROBLEM ? new Finding(check, Verdict.NOTE, found, advice) : this;
  }
}
