package org.vpnledger.metrics;

/**
 * What can be set of MindFlavor's exporter.
 *
 * @param separateAllowedIps whether each network has labels of its own, {@code -s} there
 * @param remoteIpAndPort whether the endpoint is two labels, {@code -r} there
 * @param handshakeDelay whether the age of the handshake is exported, {@code -d} there
 * @param friendlyNames whether names are labels, as they are there when files are given by {@code
 *     -n}
 */
public record MindFlavorOptions(
    boolean separateAllowedIps,
    boolean remoteIpAndPort,
    boolean handshakeDelay,
    boolean friendlyNames) {
  /** As it is unless told otherwise, with the names that are known. */
  public static final MindFlavorOptions DEFAULT = new MindFlavorOptions(false, false, false, true);
}
