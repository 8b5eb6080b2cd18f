package org.vpnledger.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names with passwords that were right, so that not every question costs a slow hash. What is kept
 * is a keyed hash whose key dies with this process, so memory's content does not tell passwords.
 */
final class RememberedPasswords {
  private static final int MOST = 64;

  private final SecretKeySpec key;
  private final LinkedHashMap<String, Boolean> right =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  RememberedPasswords() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, "HmacSHA256");
  }

  boolean contains(String name, String password) {
    String mac = mac(name, password);
    synchronized (right) {
      return right.get(mac) != null;
    }
  }

  void add(String name, String password) {
    String mac = mac(name, password);
    synchronized (right) {
      right.put(mac, true);
    }
  }

  private String mac(String name, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      // Names hold no colon, so that no two pairs look the same.
      return HexFormat.of()
          .formatHex(mac.doFinal((name + ":" + password).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
