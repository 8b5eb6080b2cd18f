package org.vpnledger.flow.log;

import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.vpn.Address;

/** The flow log as CSV, a line a flow; its fields are {@link FlowRecord}'s. */
public final class FlowLines {
  private static final int LONGEST = 512 + 5 * CsvText.MOST_BYTES;

  private final Lines lines;

  /** Writes to a channel, the header first. */
  public FlowLines(WritableByteChannel channel) {
    this(new Lines(channel, FlowRecord.HEADER));
  }

  FlowLines(Lines lines) {
    this.lines = lines;
  }

  /** Writes a line. */
  public void write(FlowRecord flow) {
    Lines to = lines;
    to.begin(LONGEST);
    to.number(flow.startNs());
    to.comma();
    to.number(flow.endNs());
    to.comma();
    text(flow.gateway());
    text(flow.tunnel());
    to.key(flow.peer());
    to.comma();
    text(flow.name());
    to.raw(flow.direction().text().getBytes(StandardCharsets.US_ASCII));
    to.comma();
    to.number(flow.protocol());
    to.comma();
    end(flow.src(), flow.srcPort());
    end(flow.dst(), flow.dstPort());
    text(flow.host());
    to.number(flow.packets());
    to.comma();
    to.number(flow.bytes());
    to.comma();
    to.number(flow.tcpFlags());
    to.end();
  }

  private void end(Address address, int port) {
    lines.address(address);
    lines.comma();
    if (port >= 0) {
      lines.number(port);
    }
    lines.comma();
  }

  private void text(@Nullable String text) {
    if (text != null) {
      lines.text(text);
    }
    lines.comma();
  }

  /** Writes what waits. */
  public void flush() {
    lines.flush();
  }
}
