/**
 * Containers of this machine, found in their runtimes' own state files: which process a container
 * is, and which folders it sees where. Knows nothing of what runs in them, and asks no daemon.
 */
@NullMarked
package org.vpnledger.container;

import org.jspecify.annotations.NullMarked;
