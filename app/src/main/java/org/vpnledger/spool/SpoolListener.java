package org.vpnledger.spool;

/**
 * Who is told what happens, by whatever thread it happens on; quick, and throws nothing. Names are
 * those of files that our writers made; lines hold no secrets.
 */
public interface SpoolListener {
  /** It is in the store, verified, and was then removed or kept. */
  void uploaded(SpooledFile file);

  /**
   * Uploading fails; told once for each reason in a row, not at each attempt.
   *
   * @param line what is wrong and what to do
   */
  void failing(String line);

  /** It works again after that. */
  void recovered();

  /**
   * A file was deleted that is not in the store, since the spool's limit was reached.
   *
   * @param dropped how many that makes since the program started
   */
  void dropped(SpooledFile file, long dropped);

  /**
   * Something else is in the store under a file's key; it is left alone.
   *
   * @param key where the file goes instead
   */
  void occupied(SpooledFile file, String key);
}
