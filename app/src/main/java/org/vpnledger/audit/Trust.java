package org.vpnledger.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.VerifyingKey;

/**
 * Whose signatures count.
 *
 * @param keys of those who are trusted; none if any does
 */
public record Trust(List<VerifyingKey> keys) {
  public Trust {
    keys = List.copyOf(keys);
  }

  /** What is wrong with a signature, as the end of a sentence; absent if nothing is. */
  @Nullable String problem(SignedHead head) {
    if (!head.isGenuine()) {
      return "has a wrong signature: it was changed";
    }
    return keys.isEmpty() || keys.contains(head.key())
        ? null
        : "is signed by a key that you do not trust: " + head.key().toBase64();
  }
}
