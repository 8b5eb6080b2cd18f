package org.vpnledger.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.State;

/**
 * The appending face of a store. One process and one thread at a time. Errors: {@link
 * StoreException}.
 */
public interface LedgerWriter extends AutoCloseable {

  /** Whether a commit survives a power cut, or only the end of the process. */
  enum Durability {
    /** Survives a power cut: events and shutdown, and something at least once a minute. */
    POWER_CUT,
    /** Survives the death of the process; a power cut may take the last minute. */
    PROCESS
  }

  /** The state as the last commit left it. */
  State load();

  /** Writes all entries, or none. */
  void commit(List<Entry> entries, Durability durability);

  /** How far a reaction has come, absent before its first time. */
  @Nullable String cursor(String reaction);

  /** Remembers how far a reaction has come. */
  void moveCursor(String reaction, String value);

  /** Findings after the one with that number that wait to become events, in their order. */
  List<FindingRow> findingsAfter(long number, int limit);

  /** Replaces all that is known of the places that names come from, the first one first. */
  void saveNameSources(List<NameSourceRow> sources);

  /** Writes a sample of the machine's own figures; a power cut may take the last ones. */
  void saveMachine(MachineRow sample);

  @Override
  void close();
}
