package org.vpnledger.store.sqlite;

/** Dated corrections of closed buckets, by reason. */
final class Corrections {
  static final String INSERT =
      "INSERT INTO correction (noted_ns, resolution, start_s, tunnel, peer, rx, tx, est, reason)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** The wall clock was put back; the tunnel's own sum has a correction of its own. */
  static final String PEER_ONLY = "clock put back, peer";

  /** The wall clock was put back; the peers' sums have corrections of their own. */
  static final String TUNNEL_ONLY = "clock put back, tunnel";

  /** Old readings were imported: counts for the peer and for its tunnel. */
  static final String IMPORT = "import";

  /** Old sessions were imported: likewise. */
  static final String SESSIONS = "import of sessions";

  private Corrections() {}
}
