package org.vpnledger.flow.log;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.capture.PacketFile;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.flow.decode.Relay;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.FlowTable;
import org.vpnledger.flow.table.Labels;
import org.vpnledger.flow.table.Timeouts;
import org.vpnledger.kernel.packet.PacketFilter;

/** A file of packets as a packet log or as a flow log. */
public final class FileReading {
  private FileReading() {}

  /**
   * What there was in it.
   *
   * @param packets of IP that the filter wanted
   * @param others packets that are not IP
   * @param faults how many were not understood to their end, by reason
   * @param leftOver bytes of a last packet that is not whole
   * @param evicted flows that were closed early, since the table was full
   */
  public record Result(
      long packets, long others, Map<Fault, Long> faults, long leftOver, long evicted) {}

  /**
   * Writes a line a packet.
   *
   * @param filter which packets, absent for all
   */
  public static Result packets(
      ReadableByteChannel from, @Nullable String filter, WritableByteChannel to)
      throws IOException {
    PacketLines lines = new PacketLines(to);
    Result result = read(from, filter, lines);
    lines.flush();
    return result;
  }

  /**
   * Writes a line a flow, as they end.
   *
   * @param limit how many flows may go on at once
   */
  public static Result flows(
      ReadableByteChannel from,
      @Nullable String filter,
      int limit,
      Timeouts timeouts,
      Labels labels,
      Function<Flow, FlowRecord> records,
      WritableByteChannel to)
      throws IOException {
    FlowLines lines = new FlowLines(to);
    FlowTable table =
        new FlowTable(limit, timeouts, labels, flow -> lines.write(records.apply(flow)));
    Result result = read(from, filter, table);
    table.closeAll();
    lines.flush();
    return new Result(
        result.packets, result.others, result.faults, result.leftOver, table.evicted());
  }

  private static Result read(
      ReadableByteChannel from, @Nullable String filter, PacketConsumer consumer)
      throws IOException {
    try (Relay relay = new Relay(consumer)) {
      Decoding decoding =
          new Decoding(0, filter == null ? null : PacketFilter.of(filter, true), true, relay);
      long leftOver = PacketFile.read(from, decoding);
      return new Result(decoding.packets(), decoding.others(), decoding.faults(), leftOver, 0);
    }
  }
}
