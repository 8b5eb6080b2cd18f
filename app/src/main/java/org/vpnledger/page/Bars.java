package org.vpnledger.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.ledger.Amount;

/**
 * What was moved hour by hour or day by day.
 *
 * @param starts of the periods, oldest first
 * @param amounts as many
 */
record Bars(List<Instant> starts, List<Amount> amounts) {
  Bars {
    amounts = List.copyOf(amounts);
  }

  /** Puts amounts where they belong, for as many users as have the same periods. */
  static final class Builder {
    private final List<Instant> starts;
    private final NavigableMap<Instant, Integer> places = new TreeMap<>();
    private final List<Amount> amounts;

    Builder(List<Bucket> buckets) {
      this.starts = buckets.stream().map(Bucket::start).toList();
      this.starts.forEach(start -> places.put(start, places.size()));
      this.amounts = new ArrayList<>(Collections.nCopies(starts.size(), Amount.ZERO));
    }

    void add(Instant start, Amount amount) {
      var place = places.floorEntry(start);
      if (place != null) {
        amounts.set(place.getValue(), amounts.get(place.getValue()).plus(amount));
      }
    }

    Bars build() {
      return new Bars(starts, amounts);
    }
  }

  Amount sum() {
    return amounts.stream().reduce(Amount.ZERO, Amount::plus);
  }

  /** Which one is the largest, 0 if nothing was moved. */
  int largest() {
    int largest = 0;
    for (int i = 1; i < amounts.size(); i++) {
      if (total(i) > total(largest)) {
        largest = i;
      }
    }
    return largest;
  }

  /** Both directions of one, bytes; corrections can make it less than nothing, which has no bar. */
  long total(int index) {
    return Math.max(0, Usage.total(amounts.get(index)));
  }
}
