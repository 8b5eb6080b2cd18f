/**
 * What an operator may set, each key declared once, and where the value in effect came from: a
 * default, the TOML file, the environment or a flag.
 */
@NullMarked
package org.vpnledger.config;

import org.jspecify.annotations.NullMarked;
