package org.vpnledger.flow.ipfix;

/**
 * How an export stands.
 *
 * @param reached whether the last attempt to send succeeded
 * @param sent flows that were handed to the network: over UDP they may be lost thereafter
 * @param dropped flows that were not: no room was left in the queue, or the end came first
 * @param waiting flows in the queue
 * @param lastError one line, empty if there was none yet
 */
public record IpfixState(
    boolean reached, long sent, long dropped, long waiting, String lastError) {}
