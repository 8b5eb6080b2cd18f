package org.vpnledger.flow.log;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.flow.capture.CaptureException;
import org.vpnledger.flow.capture.PacketFile;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.flow.decode.Fault;
import org.vpnledger.flow.decode.Packet;
import org.vpnledger.flow.decode.PacketConsumer;
import org.vpnledger.flow.decode.Relay;
import org.vpnledger.flow.peer.Attribution;
import org.vpnledger.flow.peer.DatedOwners;
import org.vpnledger.flow.table.Flow;
import org.vpnledger.flow.table.FlowTable;
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
   * @throws CaptureException if not all of it can be read; what can be is written
   */
  public static Result packets(
      ReadableByteChannel from, @Nullable String filter, WritableByteChannel to)
      throws IOException {
    PacketLines lines = new PacketLines(to);
    try {
      return read(from, filter, lines);
    } finally {
      lines.flush(); // what a damaged file says before it ends holds
    }
  }

  /**
   * Writes a line a flow, as they end, with the names that were looked up in the file itself.
   *
   * @param limit how many flows may go on at once
   * @param owners asked anew for each hour of packets; flows end where another one has an address
   * @throws CaptureException if not all of it can be read; what can be is written
   */
  public static Result flows(
      ReadableByteChannel from,
      @Nullable String filter,
      int limit,
      Timeouts timeouts,
      DatedOwners owners,
      Function<Flow, FlowRecord> records,
      WritableByteChannel to)
      throws IOException {
    FlowLines lines = new FlowLines(to);
    Attribution attribution = new Attribution();
    FlowTable table =
        new FlowTable(limit, timeouts, attribution, flow -> lines.write(records.apply(flow)));
    try {
      Result result = read(from, filter, new Told(owners, attribution, table));
      return new Result(
          result.packets, result.others, result.faults, result.leftOver, table.evicted());
    } finally {
      table.closeAll(); // what a damaged file says before it ends holds
      lines.flush();
    }
  }

  /** Learns of each packet before it is one of a flow. */
  private static final class Told implements PacketConsumer {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private final DatedOwners owners;
    private final Attribution attribution;
    private final FlowTable table;
    private long asked = Long.MIN_VALUE;

    Told(DatedOwners owners, Attribution attribution, FlowTable table) {
      this.owners = owners;
      this.attribution = attribution;
      this.table = table;
    }

    @Override
    public void packet(Packet packet) {
      long time = packet.timestampNs();
      if (asked == Long.MIN_VALUE || Math.floorDiv(time, HOUR_NS) != asked) {
        asked = Math.floorDiv(time, HOUR_NS);
        if (attribution.peers(packet.source(), owners.at(time))) {
          table.closeAll();
        }
      }
      if (packet.hasDns()) {
        attribution.learn(packet);
      }
      table.packet(packet);
    }
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
