/**
 * What a running daemon knows, as Prometheus and its kin read it. Families and labels are exact in
 * the dialects of other exporters, so text is written here and not by a library: client_java sorts
 * labels and families, and refuses names that those exporters have.
 */
@NullMarked
package org.vpnledger.metrics;

import org.jspecify.annotations.NullMarked;
