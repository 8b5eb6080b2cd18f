package org.vpnledger.spool;

import java.time.Instant;
import java.util.Comparator;

/**
 * A finished file that waits.
 *
 * @param name its path below the spool's root, with {@code /}; also its key in the store
 * @param modified when it was last written to
 */
public record SpooledFile(String name, long bytes, Instant modified)
    implements Comparable<SpooledFile> {
  private static final Comparator<SpooledFile> OLDEST_FIRST =
      Comparator.comparing(SpooledFile::modified).thenComparing(SpooledFile::name);

  @Override
  public int compareTo(SpooledFile other) {
    return OLDEST_FIRST.compare(this, other);
  }
}
