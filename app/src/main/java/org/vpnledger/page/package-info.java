/** The page of statistics: every user's usage by day, week and month, as HTML and as text. */
@NullMarked
package org.vpnledger.page;

import org.jspecify.annotations.NullMarked;
