package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.counter;
import static org.vpnledger.metrics.Family.gauge;

import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.live.FlowWork;

/** How the flow log is doing; nothing where there is none. */
final class FlowFigures {
  private static final Family PACKETS =
      counter("vpnledger_flow_packets_total", "Packets that the flow log looked at.");
  private static final Family DROPPED =
      counter(
          "vpnledger_flow_dropped_packets_total",
          "Packets that the flow log did not see, since its ring was full.");
  private static final Family MALFORMED =
      counter(
          "vpnledger_flow_malformed_packets_total",
          "Packets that were not understood to their end, by reason.");
  private static final Family ACTIVE = gauge("vpnledger_flow_active", "Flows that go on now.");
  private static final Family EVICTED =
      counter(
          "vpnledger_flow_evicted_total",
          "Flows that were closed early, since the table was full.");
  private static final Family LOST =
      counter("vpnledger_flow_lost_rows_total", "Rows that the disk had no room for.");
  private static final Family PROBLEMS =
      gauge("vpnledger_flow_problems", "What is the matter with the flow log now; health says it.");
  private static final Family WAITING_FILES =
      gauge("vpnledger_flow_spool_files", "Files that are not in the store yet.");
  private static final Family WAITING_BYTES =
      gauge("vpnledger_flow_spool_bytes", "Bytes of files that are not in the store yet.");
  private static final Family OLDEST =
      gauge(
          "vpnledger_flow_spool_oldest_timestamp_seconds",
          "When the oldest file was written that is not in the store yet.");
  private static final Family UPLOADS =
      counter("vpnledger_flow_uploads_total", "Uploads to the store, by result.");
  private static final Family UPLOADED =
      counter("vpnledger_flow_uploaded_bytes_total", "Bytes of files that are in the store.");
  private static final Family SPOOL_DROPS =
      counter(
          "vpnledger_flow_spool_dropped_files_total",
          "Files that were deleted without having been uploaded, since no more may wait.");
  private static final Family COLLECTOR_UP =
      gauge(
          "vpnledger_flow_collector_up",
          "Whether flows could be sent to the collector last (1) or not (0).");
  private static final Family EXPORTED =
      counter("vpnledger_flow_exported_total", "Flows for the collector, by result.");
  private static final Family EXPORT_WAITING =
      gauge("vpnledger_flow_export_waiting", "Flows that wait to be sent to the collector.");

  private FlowFigures() {}

  static void write(@Nullable FlowWork flows, Labels gateway, Instant began, Samples out) {
    if (flows == null) {
      return;
    }
    out.family(PACKETS);
    out.sample(gateway, flows.packets(), began);
    out.family(DROPPED);
    new TreeMap<>(flows.drops())
        .forEach((tunnel, packets) -> out.sample(gateway.and("tunnel", tunnel), packets, began));
    out.family(MALFORMED);
    new TreeMap<>(flows.malformed())
        .forEach((reason, packets) -> out.sample(gateway.and("reason", reason), packets, began));
    out.family(ACTIVE);
    out.sample(gateway, flows.flows());
    out.family(EVICTED);
    out.sample(gateway, flows.evicted(), began);
    out.family(LOST);
    out.sample(gateway, flows.lost(), began);
    out.family(PROBLEMS);
    out.sample(gateway, flows.problems().size());
    upload(flows.upload(), gateway, began, out);
    export(flows.export(), gateway, began, out);
  }

  private static void upload(
      FlowWork.@Nullable Upload upload, Labels gateway, Instant began, Samples out) {
    if (upload == null) {
      return;
    }
    out.family(WAITING_FILES);
    out.sample(gateway, upload.waitingFiles());
    out.family(WAITING_BYTES);
    out.sample(gateway, upload.waitingBytes());
    Instant oldest = upload.oldestWaiting();
    if (oldest != null) {
      out.family(OLDEST);
      out.sample(gateway, oldest.toEpochMilli() / 1000.0);
    }
    out.family(UPLOADS);
    out.sample(gateway.and("result", "ok"), upload.uploadedFiles(), began);
    out.sample(gateway.and("result", "failed"), upload.failures(), began);
    out.family(UPLOADED);
    out.sample(gateway, upload.uploadedBytes(), began);
    out.family(SPOOL_DROPS);
    out.sample(gateway, upload.droppedFiles(), began);
  }

  private static void export(
      FlowWork.@Nullable Export export, Labels gateway, Instant began, Samples out) {
    if (export == null) {
      return;
    }
    out.family(COLLECTOR_UP);
    out.sample(gateway, export.reached() ? 1 : 0);
    out.family(EXPORTED);
    out.sample(gateway.and("result", "sent"), export.sent(), began);
    out.sample(gateway.and("result", "dropped"), export.dropped(), began);
    out.family(EXPORT_WAITING);
    out.sample(gateway, export.waiting());
  }
}
