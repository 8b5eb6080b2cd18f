/** The store in one SQLite file, in write-ahead-log mode: one writer, any number of readers. */
@NullMarked
package org.vpnledger.store.sqlite;

import org.jspecify.annotations.NullMarked;
