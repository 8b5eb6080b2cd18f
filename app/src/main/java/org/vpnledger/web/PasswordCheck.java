package org.vpnledger.web;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.vpnledger.web.Credential.User;

/**
 * Compares passwords with slow hashes, one at a time: they are meant to be expensive, and nobody
 * shall spend all of this machine on them.
 */
final class PasswordCheck {
  enum Outcome {
    RIGHT,
    WRONG,
    /** Others were waiting for too long already. */
    BUSY
  }

  /** A hash takes a second or two where the JVM compiles little, as the daemon's does. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** More do not wait: each keeps a connection from others. */
  private static final int MOST_WAITING = 4;

  private final List<User> users;
  private final Semaphore turn = new Semaphore(1, true);
  private final RememberedPasswords remembered = new RememberedPasswords();

  PasswordCheck(List<User> users) {
    this.users = List.copyOf(users);
  }

  boolean isRemembered(String name, String password) {
    return remembered.contains(name, password);
  }

  Outcome check(String name, String password) {
    if (users.isEmpty()) {
      return Outcome.WRONG;
    }
    try {
      if (turn.getQueueLength() >= MOST_WAITING
          || !turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return Outcome.BUSY;
      }
      try {
        if (isRight(name, password)) {
          remembered.add(name, password);
          return Outcome.RIGHT;
        }
        return Outcome.WRONG;
      } finally {
        turn.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Outcome.BUSY;
    }
  }

  /**
   * A name that nobody has is hashed too: how long it takes does not tell which names there are.
   */
  private boolean isRight(String name, String password) throws InterruptedException {
    User known = users.stream().filter(user -> user.name().equals(name)).findFirst().orElse(null);
    User compared = known == null ? users.getFirst() : known;
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          byte[] expected = compared.hashBytes();
          byte[] actual =
              CredentialHash.pbkdf2(
                  password.toCharArray(),
                  compared.saltBytes(),
                  compared.iterations(),
                  expected.length);
          return MessageDigest.isEqual(expected, actual) && known != null;
        });
    // On a virtual thread it would keep a processor from all other requests until it is done.
    Thread.ofPlatform().name("web password").daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    }
  }
}
