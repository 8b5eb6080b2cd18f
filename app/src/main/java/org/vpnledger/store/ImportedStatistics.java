package org.vpnledger.store;

import java.util.List;

/**
 * What a database of OpenVPN Statistics tells.
 *
 * @param sessions of clients that were let in
 * @param places of addresses
 * @param samples of the machine, without its memory, of which only a percentage is kept there
 * @param skipped rows that are no sessions
 * @param firstSkipped what is wrong with the first of these, empty if there is none
 */
public record ImportedStatistics(
    List<ImportedSession> sessions,
    List<PlaceRow> places,
    List<MachineRow> samples,
    long skipped,
    String firstSkipped) {
  public ImportedStatistics {
    sessions = List.copyOf(sessions);
    places = List.copyOf(places);
    samples = List.copyOf(samples);
  }
}
