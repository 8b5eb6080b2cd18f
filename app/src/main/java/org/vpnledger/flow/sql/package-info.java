/**
 * The files of the flow log: journals become segments, hours get rollups, and questions are
 * answered from all three by DuckDB, in memory. Nothing durable is in DuckDB's own format.
 */
@NullMarked
package org.vpnledger.flow.sql;

import org.jspecify.annotations.NullMarked;
