package org.vpnledger.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Answers so far, by their status. */
final class Tally {
  private final ConcurrentSkipListMap<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();

  void add(int status) {
    answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
  }

  Map<Integer, Long> now() {
    Map<Integer, Long> now = new TreeMap<>();
    answers.forEach((status, count) -> now.put(status, count.sum()));
    return now;
  }
}
