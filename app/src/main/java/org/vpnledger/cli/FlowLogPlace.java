package org.vpnledger.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.vpnledger.spool.ObjectStore;

/**
 * Where the flow log's files are, by the settings.
 *
 * @param folder on this machine
 * @param store that finished files are uploaded to, absent if there is none
 * @param removed whether a file is removed here once it is there
 */
public record FlowLogPlace(Path folder, Optional<ObjectStore.Opener> store, boolean removed) {}
