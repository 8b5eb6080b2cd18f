/**
 * The audit trail: committed events as a log for people, as JSON lines, and to the system's log;
 * and the proof that nobody has changed them.
 */
@NullMarked
package org.vpnledger.audit;

import org.jspecify.annotations.NullMarked;
