package org.vpnledger.vpn;

/**
 * One life of a counter. Another epoch is a reset, whatever the values say: a counter that began
 * again may already have overtaken what it showed before.
 *
 * @param scheme how the value was made, {@code socket} or {@code link} say; values of different
 *     schemes cannot be compared, and then only the counters themselves can show a reset
 * @param value equal for as long as the counter has not begun again
 */
public record Epoch(String scheme, String value) {
  /** Where nothing but the counters can show a reset, as in the output of a remote command. */
  public static final Epoch UNKNOWN = new Epoch("unknown", "");

  /** The scheme of connections that only their beginning and their address tell apart. */
  public static final String BY_ADDRESS = "openvpn-address";

  public Epoch {
    if (scheme.isEmpty()) {
      throw new IllegalArgumentException("an epoch needs a scheme");
    }
  }

  /** Whether {@code later} is certainly another life of the counter. */
  public boolean isReplacedBy(Epoch later) {
    return scheme.equals(later.scheme) && !value.equals(later.value);
  }
}
