package org.vpnledger.web;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.web.Credential.Token;
import org.vpnledger.web.Credential.User;

/**
 * Asks for a credential where any is set. What costs next to nothing to verify (a token, a password
 * that was right before) always lets in: a scraper must not be locked out by who else sits behind
 * its address. A password that is not known yet has to wait like any wrong one.
 */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final List<byte[]> tokens;
  private final PasswordCheck passwords;
  private final String challenge;
  private final Attempts attempts;
  private final BoundedLog log;

  Guard(List<Credential> credentials, LongSupplier nanoTime) {
    List<byte[]> hashes = new ArrayList<>();
    List<User> users = new ArrayList<>();
    for (Credential credential : credentials) {
      switch (credential) {
        case Token token -> hashes.add(token.hash());
        case User user -> users.add(user);
      }
    }
    tokens = List.copyOf(hashes);
    passwords = new PasswordCheck(users);
    List<String> schemes = new ArrayList<>();
    if (!hashes.isEmpty()) {
      schemes.add("Bearer realm=\"vpnledger\"");
    }
    if (!users.isEmpty()) {
      schemes.add("Basic realm=\"vpnledger\", charset=\"UTF-8\"");
    }
    challenge = String.join(", ", schemes);
    attempts = new Attempts(nanoTime);
    log = new BoundedLog(LOG::warn, nanoTime);
  }

  /**
   * What a client is told that may not ask; null for one that may.
   *
   * @param authorization the header as it was sent, "" if there is none
   */
  @Nullable Reply refusal(InetAddress client, String authorization) {
    if (challenge.isEmpty()) {
      return null;
    }
    if (authorization.isEmpty()) { // browsers and careful programs ask without at first
      return unauthorized("this needs a credential");
    }
    int space = authorization.indexOf(' ');
    String scheme = authorization.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
    String secret = authorization.substring(space + 1).strip();
    return switch (scheme) {
      case "bearer" -> isToken(secret) ? null : refused(client);
      case "basic" -> basic(client, secret);
      default -> refused(client);
    };
  }

  /** All are compared, so that time does not tell how near a guess was, or to which. */
  private boolean isToken(String secret) {
    byte[] hash = CredentialHash.sha256(secret.getBytes(StandardCharsets.UTF_8));
    boolean found = false;
    for (byte[] token : tokens) {
      found |= MessageDigest.isEqual(token, hash);
    }
    return found;
  }

  private @Nullable Reply basic(InetAddress client, String secret) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(secret), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return refused(client);
    }
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      return refused(client);
    }
    String name = pair.substring(0, colon);
    String password = pair.substring(colon + 1);
    if (passwords.isRemembered(name, password)) {
      return null;
    }
    if (!attempts.take(client)) {
      return tooMany(client);
    }
    return switch (passwords.check(name, password)) {
      case RIGHT -> {
        attempts.giveBack(client);
        yield null;
      }
      case WRONG -> wrong(client);
      case BUSY -> {
        attempts.giveBack(client);
        yield Reply.later(503, "too many passwords are being checked: try again later", 3);
      }
    };
  }

  private Reply refused(InetAddress client) {
    return attempts.take(client) ? wrong(client) : tooMany(client);
  }

  private Reply wrong(InetAddress client) {
    log.say("web: " + client.getHostAddress() + " showed a wrong credential");
    return unauthorized("the credential is wrong");
  }

  private Reply tooMany(InetAddress client) {
    return Reply.later(
        429, "too many wrong credentials: try again later", attempts.secondsUntilNext(client));
  }

  private Reply unauthorized(String text) {
    return new Reply(Answer.text(401, text), Map.of("WWW-Authenticate", challenge));
  }
}
