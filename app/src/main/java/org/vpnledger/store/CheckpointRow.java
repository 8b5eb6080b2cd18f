package org.vpnledger.store;

import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Link;

/**
 * What is left of events that were deleted.
 *
 * @param seq the last one of them
 * @param link its hash, from which the chain goes on; absent when what is stored is no hash
 * @param head the signed statement of both, as text
 */
public record CheckpointRow(long seq, @Nullable Link link, String head) {}
