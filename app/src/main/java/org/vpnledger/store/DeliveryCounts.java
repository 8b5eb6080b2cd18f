package org.vpnledger.store;

/**
 * How a reaction is doing that delivers each event by itself.
 *
 * @param waiting events that are neither delivered nor given up
 * @param delivered events since the queue began
 * @param retried attempts that failed and were followed by another
 * @param failed events that were given up
 */
public record DeliveryCounts(long waiting, long delivered, long retried, long failed) {}
