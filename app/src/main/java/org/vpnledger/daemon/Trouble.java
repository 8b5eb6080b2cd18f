package org.vpnledger.daemon;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is the matter with something that is tried again and again: told when it begins, changes and
 * ends.
 */
final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private final String subject;
  private volatile @Nullable String last;

  /** Of nothing yet. */
  Trouble(String subject) {
    this.subject = subject;
  }

  /** What is the matter now, with what it is of; absent while it works. */
  @Nullable String now() {
    return last == null ? null : subject + ": " + last;
  }

  /** It works. */
  void none() {
    if (last != null) {
      LOG.info("{}: works again", subject);
    }
    last = null;
  }

  /** It does not: with one line for people. */
  void is(String problem, Throwable cause) {
    if (!problem.equals(last)) {
      LOG.warn("{}: {}", subject, problem);
    }
    LOG.debug("{}", subject, cause);
    last = problem;
  }

  /** It does not, and should have. */
  void isUnexpected(RuntimeException cause) {
    is("unexpected error, please report it: " + cause, cause);
  }
}
