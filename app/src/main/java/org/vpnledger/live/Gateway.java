package org.vpnledger.live;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The machine whose ledger it is.
 *
 * @param name a setting
 * @param id a UUID, made at the first run
 * @param zone of the ledger's days
 * @param ledgerBegan since when the ledger counts
 */
public record Gateway(String name, String id, ZoneId zone, Instant ledgerBegan) {}
