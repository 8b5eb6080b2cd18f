package org.vpnledger.service;

/** What is found where a part belongs. */
enum State {
  MISSING,
  /** As this version of the program puts it there. */
  INSTALLED,
  /** As an earlier version, or one in another folder, put it there. */
  OUTDATED,
  /** The operator's: a setting, or a file that was changed since. */
  CHANGED,
  /** Something else that was there before, or a link to elsewhere. */
  FOREIGN;

  /** {@code installed}. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
