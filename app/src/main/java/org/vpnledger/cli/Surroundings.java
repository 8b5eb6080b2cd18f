package org.vpnledger.cli;

/** What the program around a command knows: where the ledger is and where answers go. */
public interface Surroundings {
  /** Where and how to ask. Throws {@link Complaint} when the configuration is wrong. */
  Asking asking();

  /** Where the flow log is. Throws {@link Complaint} when the configuration is wrong. */
  FlowLogPlace flowLog();
}
