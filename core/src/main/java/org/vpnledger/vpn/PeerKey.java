package org.vpnledger.vpn;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a peer within its tunnel: for WireGuard the public key in base64 (44 characters),
 * for OpenVPN the common name. Text from outside: it is bounded here and sanitized where it leaves.
 *
 * @param text the key as the tunnel gives it, 1 to {@value #MAX_LENGTH} characters
 */
public record PeerKey(String text) implements Comparable<PeerKey> {
  /** No certificate's common name is longer than this. */
  public static final int MAX_LENGTH = 256;

  private static final int PUBLIC_KEY_LENGTH = 44;
  private static final int MOST_SHOWN = 64;

  public PeerKey {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a peer's key has 1 to " + MAX_LENGTH + " characters, not " + text.length());
    }
  }

  /**
   * The form for people: of a public key {@code AbC1dEf2...4xYz5678}; a common name, and any other
   * key that is not too long, is given whole.
   */
  public String abbreviated() {
    return text.length() <= (looksLikePublicKey() ? 20 : MOST_SHOWN)
        ? text
        : text.substring(0, 8) + "..." + text.substring(text.length() - 8);
  }

  private boolean looksLikePublicKey() {
    return text.length() == PUBLIC_KEY_LENGTH
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "+/=".indexOf(c) >= 0));
  }

  // Written out, because keys are looked up all the time and these are faster than a record's own.

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof PeerKey(String key) && key.equals(text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public int compareTo(PeerKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return abbreviated();
  }
}
