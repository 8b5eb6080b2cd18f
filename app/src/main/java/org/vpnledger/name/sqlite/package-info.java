/**
 * Names out of the databases of other tools, which hold secrets and are in use: they are only ever
 * read, and nothing is made or locked beside a live one.
 */
@NullMarked
package org.vpnledger.name.sqlite;

import org.jspecify.annotations.NullMarked;
