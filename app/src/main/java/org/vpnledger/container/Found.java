package org.vpnledger.container;

import java.nio.file.Path;
import java.util.Map;

/**
 * A container as its runtime's files tell of it, running or not.
 *
 * @param pid its main process, 0 if it does not run
 * @param mounts by where it sees them
 */
record Found(Container.Engine engine, String id, String name, long pid, Map<String, Path> mounts) {
  Found {
    mounts = Map.copyOf(mounts);
  }
}
