package org.vpnledger.name.sqlite;

import java.nio.ByteBuffer;

/** The running checksum of SQLite's log: over pairs of words, in the order that the log names. */
final class WalSum {
  private int first;
  private int second;

  void add(ByteBuffer words, int from, int length) {
    for (int at = from; at < from + length; at += 8) {
      first += words.getInt(at) + second;
      second += words.getInt(at + 4) + first;
    }
  }

  boolean is(int expectedFirst, int expectedSecond) {
    return first == expectedFirst && second == expectedSecond;
  }
}
