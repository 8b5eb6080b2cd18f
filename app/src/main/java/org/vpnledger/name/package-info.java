/**
 * Whom a peer's key belongs to: display names from the settings and from files of other tools,
 * which also hold secrets that must never stay in memory.
 */
@NullMarked
package org.vpnledger.name;

import org.jspecify.annotations.NullMarked;
