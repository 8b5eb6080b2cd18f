package org.vpnledger.daemon;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.capture.CaptureException;
import org.vpnledger.flow.log.FileReading;
import org.vpnledger.flow.peer.DatedOwners;
import org.vpnledger.flow.table.Timeouts;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vpnledger flows read FILE}: a file of packets as CSV on standard output. */
@Command(
    name = "read",
    description = "a pcap or pcapng file, or a stream of either, as CSV on standard output")
final class FlowsReadCommand implements Callable<Integer> {
  /** What a line is. */
  enum Format {
    PACKETS,
    FLOWS
  }

  private final Main main;

  @Parameters(paramLabel = "FILE", description = "what tcpdump -w wrote; - for standard input")
  String file = "";

  @Option(
      names = "--format",
      paramLabel = "packets|flows",
      description = "a line a packet, as wg-wiretap has it, or a line a flow (default: flows)")
  Format format = Format.FLOWS;

  @Option(
      names = "--filter",
      paramLabel = "EXPRESSION",
      description = "only these packets: host, net, port, proto with and, or, not, src, dst")
  @Nullable String filter;

  @Option(
      names = "--tunnel",
      paramLabel = "NAME",
      description =
          "the tunnel that the packets are of: lines say so, and whose they are by the ledger"
              + " (default: none)")
  String tunnel = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where the lines go (default: standard output)")
  @Nullable Path output;

  @Option(
      names = "--table-size",
      paramLabel = "N",
      description = "how many flows may go on at once (default: 1000000)")
  int limit = 1_000_000;

  FlowsReadCommand(Main main) {
    this.main = main;
  }

  @Override
  public Integer call() throws IOException {
    try (FileChannel from = open();
        WritableByteChannel to = target()) {
      return tell(
          format == Format.PACKETS ? FileReading.packets(from, filter, to) : flows(from, to));
    } catch (CaptureException e) {
      throw new Complaint(file + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        return 0; // whoever read this has enough
      }
      throw new Complaint("the lines cannot be written: " + e.getMessage());
    }
  }

  private FileReading.Result flows(FileChannel from, WritableByteChannel to) throws IOException {
    Settings settings = main.configuration().settings();
    if (tunnel.isEmpty()) {
      return flows(from, to, settings, DatedOwners.NOBODY);
    }
    DataFolder folder = new DataFolder(settings.dataDir());
    if (!Files.exists(folder.database())) {
      main.complain(
          "there is no ledger in %s: whose the packets are is not known"
              .formatted(settings.dataDir()));
      return flows(from, to, settings, DatedOwners.NOBODY);
    }
    try (LedgerReader ledger = SqliteReader.open(folder.database())) {
      LedgerOwners owners = new LedgerOwners(ledger, tunnel);
      if (owners.isEmpty()) {
        main.complain("the ledger knows no peers of a tunnel '%s'".formatted(tunnel));
      }
      return flows(from, to, settings, owners);
    }
  }

  private FileReading.Result flows(
      FileChannel from, WritableByteChannel to, Settings settings, DatedOwners owners)
      throws IOException {
    String gateway = settings.gatewayName();
    return FileReading.flows(
        from,
        filter,
        limit,
        Timeouts.USUAL,
        owners,
        flow -> FlowRecords.of(gateway, tunnel, flow),
        to);
  }

  private FileChannel open() {
    try {
      if (file.equals("-")) {
        return new FileInputStream(FileDescriptor.in).getChannel();
      }
      return FileChannel.open(Path.of(file));
    } catch (IOException e) {
      throw Main.unreadable(file, e);
    }
  }

  private WritableByteChannel target() {
    if (output == null) {
      return new FileOutputStream(FileDescriptor.out).getChannel();
    }
    try {
      return FileChannel.open(
          output,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Main.unreadable(output.toString(), e);
    }
  }

  private int tell(FileReading.Result result) {
    result
        .faults()
        .forEach((fault, count) ->
            main.complain("%s: %d packets with %s".formatted(file, count, FaultText.of(fault))));
    if (result.others() > 0) {
      main.complain(file + ": " + result.others() + " packets are not IP");
    }
    if (result.evicted() > 0) {
      main.complain(
          "%s: %d flows were closed early, since the table was full: --table-size"
              .formatted(file, result.evicted()));
    }
    if (result.leftOver() > 0) {
      main.complain(file + ": it ends in the middle of a packet");
      return Mistakes.FAILED;
    }
    return 0;
  }
}
