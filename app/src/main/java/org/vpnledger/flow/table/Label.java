package org.vpnledger.flow.table;

import org.jspecify.annotations.Nullable;

/**
 * Whose a flow is, and where it goes by name, as it was when it began.
 *
 * @param peer the peer's public key or common name, absent if its address is nobody's
 * @param name what the peer was called, absent if it had no name
 * @param host what the peer had looked up and got the other side's address for
 */
public record Label(@Nullable String peer, @Nullable String name, @Nullable String host) {
  /** Nothing is known. */
  public static final Label NONE = new Label(null, null, null);
}
