package org.vpnledger.flow.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.vpn.Address;

/** A row of the flow log as the flow that it was. */
final class FlowRow {
  private FlowRow() {}

  /** Of a row with the columns of {@link Dataset#FLOWS}; absent if its addresses are none. */
  static @Nullable FlowRecord of(List<@Nullable Object> row) {
    Address src = address(row.get(8));
    Address dst = address(row.get(10));
    if (src == null || dst == null) {
      return null;
    }
    return new FlowRecord(
        number(row.get(0), 0),
        number(row.get(1), 0),
        String.valueOf(row.get(2)),
        String.valueOf(row.get(3)),
        text(row.get(4)),
        text(row.get(5)),
        direction(text(row.get(6))),
        (int) number(row.get(7), 0),
        src,
        (int) number(row.get(9), FlowRecord.NO_PORT),
        dst,
        (int) number(row.get(11), FlowRecord.NO_PORT),
        text(row.get(12)),
        number(row.get(13), 0),
        number(row.get(14), 0),
        (int) number(row.get(15), 0));
  }

  private static Direction direction(@Nullable String text) {
    for (Direction direction : Direction.values()) {
      if (direction.text().equals(text)) {
        return direction;
      }
    }
    return Direction.UNKNOWN;
  }

  private static @Nullable Address address(@Nullable Object value) {
    return value == null ? null : Address.parse(value.toString());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static long number(@Nullable Object value, long absent) {
    return value instanceof Long number ? number : absent;
  }
}
