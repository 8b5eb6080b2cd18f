package org.vpnledger.flow.log;

import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/** The DNS log as CSV, a line an answer. */
final class DnsLines {
  private static final int LONGEST = 256 + 8 * CsvText.MOST_BYTES;

  private final Lines lines;

  DnsLines(Lines lines) {
    this.lines = lines;
  }

  void write(DnsRow row) {
    lines.begin(LONGEST);
    lines.number(row.timeNs());
    lines.comma();
    text(row.gateway());
    text(row.tunnel());
    lines.key(row.peer());
    lines.comma();
    text(row.name());
    address(row.client());
    address(row.server());
    text(row.question());
    text(row.type());
    text(row.code());
    text(row.answers());
    if (row.leastTtl() >= 0) {
      lines.number(row.leastTtl());
    }
    lines.end();
  }

  private void text(@Nullable String text) {
    if (text != null) {
      lines.text(text);
    }
    lines.comma();
  }

  private void address(Address address) {
    lines.address(address);
    lines.comma();
  }
}
