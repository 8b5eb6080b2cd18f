package org.vpnledger.doctor;

import java.io.IOException;
import java.util.List;

/**
 * Looks at one kind of thing. It may hang, as a folder on a network does: a {@link Round} waits no
 * longer.
 */
interface Examination {
  /** What is looked at, a word or two. */
  String check();

  /**
   * Looks, once.
   *
   * @return what was found; nothing where there is nothing to look at
   * @throws IOException with one line that says why it cannot be looked at
   */
  List<Finding> look() throws IOException, InterruptedException;
}
