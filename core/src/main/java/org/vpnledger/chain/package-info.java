/**
 * Events as links of a chain of SHA-256 hashes, so that a change to one shows in all that follow;
 * and heads, signed statements of how far a chain had come. Needs nothing that anybody else could
 * not do with {@code sha256sum} and {@code openssl}; the manual has the commands.
 */
@NullMarked
package org.vpnledger.chain;

import org.jspecify.annotations.NullMarked;
