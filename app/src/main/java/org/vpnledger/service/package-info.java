/** The program as a service of the system: what is put where, and what systemd says of it. */
@NullMarked
package org.vpnledger.service;

import org.jspecify.annotations.NullMarked;
