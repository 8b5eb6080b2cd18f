/** Questions asked of the store, and their answers as text, CSV and JSON. */
@NullMarked
package org.vpnledger.report;

import org.jspecify.annotations.NullMarked;
