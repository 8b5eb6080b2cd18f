package org.vpnledger.flow.table;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Rows by when they may be idle, in slots of time: a packet of a flow does not move its row, which
 * is looked at again when its slot comes. Rows of a slot hang together both ways.
 */
final class IdleWheel {
  static final int SLOTS = 64;
  private static final int NOTHING = -1;

  private final long slotNs;
  private final int[] slots = new int[SLOTS];
  private int[] nexts = new int[1024];
  private int[] previous = new int[1024]; // of a slot's first row, -2 - the slot
  private long slotEnd;
  private int current;

  IdleWheel(long idleNs) {
    // A row is put at most one idle time ahead, which the wheel has to reach.
    slotNs = Math.max(1, idleNs / (SLOTS - 2));
    Arrays.fill(slots, NOTHING);
  }

  void begin(long now) {
    slotEnd = now + slotNs;
  }

  /** Whether the current slot's time is over. */
  boolean isDue(long now) {
    return now >= slotEnd;
  }

  /** Empties the current slot, goes on to the next one, and gives the first row, or -1. */
  int takeSlot() {
    int first = slots[current];
    slots[current] = NOTHING;
    current = (current + 1) % SLOTS;
    slotEnd += slotNs;
    return first;
  }

  /** The row that hangs behind this one, or -1. */
  int next(int row) {
    return nexts[row];
  }

  void put(int row, long due) {
    if (row >= nexts.length) {
      int more = Math.max(row + 1, 2 * nexts.length);
      nexts = Arrays.copyOf(nexts, more);
      previous = Arrays.copyOf(previous, more);
    }
    long ahead = due < slotEnd ? 0 : (due - slotEnd) / slotNs + 1;
    int slot = (int) ((current + Math.min(ahead, SLOTS - 1)) % SLOTS);
    int first = slots[slot];
    nexts[row] = first;
    previous[row] = -2 - slot;
    if (first != NOTHING) {
      previous[first] = row;
    }
    slots[slot] = row;
  }

  void remove(int row) {
    int before = previous[row];
    int after = nexts[row];
    if (before < 0) {
      slots[-2 - before] = after;
    } else {
      nexts[before] = after;
    }
    if (after != NOTHING) {
      previous[after] = before;
    }
  }

  /**
   * The row that is idle first, within a slot's time. There has to be one.
   *
   * @param dueOf when a row is idle as it is now
   */
  int earliest(IntToLongFunction dueOf) {
    for (int i = 0; i < SLOTS; i++) {
      int slot = (current + i) % SLOTS;
      long end = slotEnd + i * slotNs;
      for (int row = slots[slot]; row != NOTHING; ) {
        int following = nexts[row];
        long due = dueOf.applyAsLong(row);
        if (due < end || i == SLOTS - 1) {
          return row;
        }
        remove(row);
        put(row, due);
        row = following;
      }
    }
    throw new IllegalStateException("the table is empty");
  }
}
