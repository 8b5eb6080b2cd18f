/**
 * What may be wrong, looked for: each class looks for one kind of trouble and says what to do. They
 * change nothing, need no daemon, and see what the user may see.
 */
@NullMarked
package org.vpnledger.doctor;

import org.jspecify.annotations.NullMarked;
