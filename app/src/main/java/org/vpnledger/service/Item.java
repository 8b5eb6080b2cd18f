package org.vpnledger.service;

import java.nio.file.Path;

/** One thing that the installation puts into the system. */
sealed interface Item {
  /** Where, as seen within the root. */
  Path target();

  /**
   * A file.
   *
   * @param content what is in it
   * @param isSetting whether it is the operator's once it is there: never written over
   */
  record File(Path target, String content, boolean isSetting) implements Item {}

  /**
   * A symbolic link.
   *
   * @param to what it points at, absolute as seen within the root, or a name in the same folder
   */
  record Link(Path target, Path to) implements Item {}
}
