package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.capture.Tap;
import org.vpnledger.flow.decode.Decoding;
import org.vpnledger.flow.log.PacketLog;
import org.vpnledger.flow.log.Rotation;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.RingSize;
import org.vpnledger.report.SafeText;
import org.vpnledger.source.wireguard.Place;
import org.vpnledger.spool.S3Settings;
import org.vpnledger.spool.S3Store;
import org.vpnledger.spool.Spool;
import org.vpnledger.spool.SpoolPolicy;
import org.vpnledger.spool.Uploader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger wiretap}: the packet log of wg-wiretap, by its flags, in one command. */
@Command(
    name = "wiretap",
    description =
        "logs every packet of an interface as CSV, to a folder and, if a bucket is named, to"
            + " S3-compatible storage; as wg-wiretap does, whose flags these are")
final class WiretapCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** How long the last files may take to be uploaded; what is left then waits for the next run. */
  private static final Duration LAST_UPLOADS = Duration.ofSeconds(10);

  @ParentCommand Main main;

  @Option(
      names = "--iface",
      paramLabel = "NAME",
      description = "the interface to listen on; can be given several times (default: wg0)")
  List<String> interfaces = new ArrayList<>();

  @Option(
      names = "--storage-bucket",
      paramLabel = "NAME",
      description = "the bucket that files go to (default: flow.s3.bucket; none: they stay here)")
  @Nullable String bucket;

  @Option(
      names = "--storage-endpoint",
      paramLabel = "URL",
      description = "the S3-compatible storage (default: flow.s3.endpoint, Amazon's)")
  @Nullable String endpoint;

  @Option(
      names = "--storage-region",
      paramLabel = "NAME",
      description = "its region (default: flow.s3.region)")
  @Nullable String region;

  @Option(
      names = "--max-packets-per-log",
      paramLabel = "N",
      description = "a file is finished after so many packets (default: 1000000)")
  long mostPackets = 1_000_000;

  @Option(
      names = "--packet-log-interval",
      paramLabel = "MINUTES",
      description = "or after so many minutes, whichever comes first (default: 5)")
  long minutes = 5;

  @Option(
      names = "--filter",
      paramLabel = "EXPRESSION",
      description = "only these packets: host, net, port, proto with and, or, not, src, dst")
  @Nullable String filter;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where files are written and wait (default: the data folder's wiretap)")
  @Nullable Path folder;

  @Option(
      names = "--ring-mb",
      paramLabel = "MB",
      description = "memory for packets that are not looked at yet, an interface (default: 64)")
  int ringMegabytes = 64;

  @Option(names = "--sentry-dsn", hidden = true)
  @Nullable String sentry;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (sentry != null) {
      main.complain("--sentry-dsn is not used: problems are told on standard error");
    }
    Rotation rotation = rotation();
    RingSize ring = RingSize.of((long) ringMegabytes << 20);
    PacketFilter wanted = filter == null ? PacketFilter.all(true) : PacketFilter.of(filter, true);
    Settings settings = main.configuration(storageFlags()).settings();
    S3Settings store =
        settings.flowStore().isConfigured() ? FlowStoreSettings.of(settings.flowStore()) : null;
    Path root = folder == null ? settings.dataDir().resolve("wiretap") : folder;
    Files.createDirectories(root);
    Spool spool = new Spool(root, Spool::usual);
    try (Stop stop = Stop.onSignals();
        PacketLog log =
            new PacketLog(
                spool,
                "",
                rotation,
                Clock.systemUTC(),
                file -> say("finished " + spool.path(file.name())),
                main::complain)) {
      Uploader uploader = store == null ? null : uploader(spool, store, settings);
      try {
        listen(stop, log, ring, wanted);
        log.finish();
        if (uploader != null && !uploader.awaitEmpty(LAST_UPLOADS)) {
          main.complain("some files wait in " + root + ": the next run uploads them");
        }
      } finally {
        if (uploader != null) {
          uploader.close();
        }
      }
    }
    return 0;
  }

  private Rotation rotation() {
    if (mostPackets < 1 || mostPackets > 1_000_000_000) {
      throw new IllegalArgumentException(
          "--max-packets-per-log needs a number from 1 to 1000000000");
    }
    if (minutes < 1 || minutes > 1440) {
      throw new IllegalArgumentException("--packet-log-interval needs minutes from 1 to 1440");
    }
    return new Rotation(mostPackets, Duration.ofMinutes(minutes));
  }

  private Map<String, String> storageFlags() {
    Map<String, String> flags = new LinkedHashMap<>();
    Main.put(flags, "flow.s3.bucket", bucket);
    Main.put(flags, "flow.s3.endpoint", endpoint);
    Main.put(flags, "flow.s3.region", region);
    return flags;
  }

  private Uploader uploader(Spool spool, S3Settings store, Settings settings) throws IOException {
    Map<String, String> environment = main.here().environment();
    Uploader uploader =
        new Uploader(
            spool,
            () -> S3Store.open(store, environment),
            SpoolPolicy.of(settings.flowStore().keep(), settings.flowStore().limitBytes()),
            new SpoolLines(this::say, this::say, main::complain),
            Clock.systemUTC());
    uploader.start();
    return uploader;
  }

  private void listen(Stop stop, PacketLog log, RingSize ring, PacketFilter wanted)
      throws IOException {
    Map<String, Decoding> decoders = new LinkedHashMap<>();
    List<String> names = interfaces.isEmpty() ? List.of("wg0") : interfaces;
    try (Tap tap = new Tap(ring, wanted, this::problem)) {
      for (String name : names) {
        Decoding decoding = new Decoding(decoders.size(), null, true, log);
        decoders.put(name, decoding);
        tap.add(new PlacedInterface(name, name, () -> Place.HERE), decoding);
      }
      say("logging the packets of " + String.join(", ", names) + "; stop with Ctrl-C");
      String trouble = null;
      long ticked = System.nanoTime();
      while (!stop.isAsked()) {
        tap.poll(POLL);
        if (System.nanoTime() - ticked >= TICK.toNanos()) {
          ticked = System.nanoTime();
          log.tick();
          trouble = told(trouble, log.trouble());
        }
      }
      tap.finish();
      tell(decoders, tap.drops().values().stream().mapToLong(Long::longValue).sum(), log.lost());
    }
  }

  private @Nullable String told(@Nullable String before, @Nullable String now) {
    if (now != null && !now.equals(before)) {
      main.complain("the log cannot be written, packets are not logged meanwhile: " + now);
    }
    return now;
  }

  private void tell(Map<String, Decoding> decoders, long drops, long lost) {
    decoders.forEach((name, decoding) -> {
      say(name + ": " + decoding.packets() + " packets");
      decoding
          .faults()
          .forEach(
              (fault, count) -> say(name + ": " + count + " of them with " + FaultText.of(fault)));
    });
    if (drops > 0) {
      main.complain(drops + " packets were dropped by the kernel: --ring-mb gives them more room");
    }
    if (lost > 0) {
      main.complain(lost + " packets could not be written");
    }
  }

  private void problem(String name, String problem) {
    if (problem.isEmpty()) {
      say(name + ": listening");
    } else if (problem.contains("EPERM")) {
      // Rights do not come while it runs.
      throw new Complaint(name + ": " + problem + ": run as root, or with CAP_NET_RAW");
    } else {
      main.complain(name + " " + problem);
    }
  }

  private void say(String line) {
    main.out().println(SafeText.plain(line));
    main.out().flush();
  }
}
