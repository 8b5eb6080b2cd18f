package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.Settings;
import org.vpnledger.doctor.Reasons;
import org.vpnledger.flow.policy.Retention;
import org.vpnledger.flow.sql.Dataset;
import org.vpnledger.flow.sql.Format;
import org.vpnledger.flow.sql.Rollup;
import org.vpnledger.flow.sql.Sealing;
import org.vpnledger.live.FlowWork;
import org.vpnledger.spool.S3Settings;
import org.vpnledger.spool.S3Store;
import org.vpnledger.spool.Spool;
import org.vpnledger.spool.SpoolPolicy;
import org.vpnledger.spool.SpoolState;
import org.vpnledger.spool.Uploader;

/**
 * Makes segments of journals that are full, sums up hours that are over, and has segments uploaded:
 * on a thread of its own, since a disk may take its time.
 */
final class FlowSealing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowSealing.class);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HOURS_REMEMBERED = 7 * 24;
  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final Path root;
  private final Sealing sealing;
  private final Format format;
  private final InstantSource clock;
  private final Retention retention;
  private final Duration late;
  private final SegmentCounts counts;
  private final Spool spool;
  private final @Nullable Uploader uploader;
  private final Duration retry;
  private final BlockingQueue<Path> full = new LinkedBlockingQueue<>();

  /** Hours that are to be summed up, and when on the monotonic clock that may be tried again. */
  private final Map<Path, Long> hours = new ConcurrentSkipListMap<>();

  private final Trouble trouble = new Trouble("flow segments");
  private final Trouble sumTrouble = new Trouble("sums of flows");
  private final Thread thread = Thread.ofPlatform().daemon().name("segments").unstarted(this::run);
  private volatile boolean ending;
  private volatile boolean stopping;
  private boolean sealed;
  private long sweepAt = AT_ONCE;

  FlowSealing(Settings settings, InstantSource clock) throws IOException {
    this(settings, clock, RETRY);
  }

  /** With how long it waits before it tries again what failed. */
  FlowSealing(Settings settings, InstantSource clock, Duration retry) throws IOException {
    this.retry = retry;
    root = settings.flow().folder().toAbsolutePath();
    Files.createDirectories(open());
    counts = new SegmentCounts(open().resolve("counts"));
    spool = new Spool(root, this::isUploaded, this::isNeeded);
    sealing = new Sealing(root);
    format = format(settings.flow().format());
    this.clock = clock;
    FlowSection.Retention kept = settings.flow().retention();
    retention =
        new Retention(
            root, new Retention.Days(kept.packets(), kept.flows(), kept.dns(), kept.totals()));
    late = settings.flow().activeTimeout().plus(settings.flow().segmentInterval());
    uploader = settings.flowStore().isConfigured() ? uploader(settings, clock) : null;
  }

  private static Format format(String text) {
    return switch (text) {
      case "csv.zst" -> Format.CSV_ZSTD;
      case "csv.gz" -> Format.CSV_GZIP;
      default -> Format.PARQUET;
    };
  }

  private Uploader uploader(Settings settings, InstantSource clock) {
    S3Settings store = FlowStoreSettings.of(settings.flowStore());
    return new Uploader(
        spool,
        () -> S3Store.open(store, System.getenv()),
        SpoolPolicy.of(settings.flowStore().keep(), settings.flowStore().limitBytes()),
        new SpoolLines(
            line -> LOG.debug("flows: {}", line),
            line -> LOG.info("flows: {}", line),
            line -> LOG.warn("flows: {}", line)),
        clock);
  }

  /** What never changes any more: also the sums of an hour, once it is over. */
  private boolean isUploaded(String name) {
    return name.endsWith("/rollup.parquet")
        ? name.startsWith("flows/") && !isToBeSummedUp(name)
        : Spool.usual(name) && !Sealing.isUnfinished(root, name);
  }

  /** Sums stay beside the store's: whole hours are answered by them without it. */
  private boolean isNeeded(String name) {
    return name.endsWith("/rollup.parquet") || isToBeSummedUp(name);
  }

  private boolean isToBeSummedUp(String name) {
    Path hour = root.resolve(name).getParent();
    return hour != null && hours.containsKey(hour);
  }

  /** The folder of journals. */
  Path open() {
    return root.resolve("open");
  }

  /** Where finished files are. */
  Spool spool() {
    return spool;
  }

  /** A file was finished in the spool by somebody else. */
  void finished() {
    if (uploader != null) {
      uploader.look();
    }
  }

  /** How uploads are doing, absent if files go nowhere. */
  FlowWork.@Nullable Upload upload() {
    if (uploader == null) {
      return null;
    }
    SpoolState state = uploader.state();
    return new FlowWork.Upload(
        state.waitingFiles(),
        state.waitingBytes(),
        state.oldestWaiting().orElse(null),
        state.uploadedFiles(),
        state.uploadedBytes(),
        state.failedAttempts(),
        state.droppedFiles(),
        state.lastError().isEmpty() ? null : state.lastError());
  }

  /** What is the matter with segments and sums, a line each. */
  List<String> problems() {
    return Stream.of(trouble.now(), sumTrouble.now()).filter(Objects::nonNull).toList();
  }

  void start() throws IOException {
    remember();
    if (uploader != null) {
      uploader.start();
    }
    thread.start();
  }

  /**
   * An earlier process may have ended before it summed up the last hours; those that are done are
   * left.
   */
  private void remember() throws IOException {
    Path flows = root.resolve("flows");
    if (!Files.isDirectory(flows)) {
      return;
    }
    Instant now = clock.instant();
    try (DirectoryStream<Path> gateways = Files.newDirectoryStream(flows, "gateway=*")) {
      for (Path gateway : gateways) {
        for (int ago = 0; ago < HOURS_REMEMBERED; ago++) {
          OffsetDateTime at = now.minus(HOUR.multipliedBy(ago)).atOffset(ZoneOffset.UTC);
          Path hour =
              gateway
                  .resolve("date=" + at.toLocalDate())
                  .resolve(String.format(Locale.ROOT, "hour=%02d", at.getHour()));
          if (Files.isDirectory(hour)) {
            hours.put(hour, AT_ONCE);
          }
        }
      }
    }
  }

  /** A journal is full. */
  void take(Path journal) {
    full.add(journal); // as many as the disk holds
  }

  /** What was counted, for the segments' footers. */
  void note(FlowWork now) {
    counts.note(now);
  }

  private void run() {
    try {
      // A library cannot be loaded any more by a process that ends: then the next start goes on.
      while (!stopping || (sealed && !full.isEmpty())) {
        Path journal = full.poll(1, TimeUnit.SECONDS);
        if (ending && !sealed) {
          continue;
        }
        if (journal != null && !seal(journal) && !ending) {
          full.add(journal);
          Thread.sleep(retry);
        }
        if (!ending) {
          sumUp();
          sweep();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what is left the next start finds
    }
  }

  private boolean seal(Path journal) {
    try {
      Sealing.Sealed made = sealing.seal(journal, dataset(journal), format, counts.untold());
      if (!made.segments().isEmpty()) {
        counts.told();
      }
      for (Path segment : made.segments()) {
        Path hour = segment.getParent();
        if (hour != null && hour.startsWith(root.resolve("flows"))) {
          hours.put(hour, AT_ONCE);
        }
      }
      if (made.rejected() > 0) {
        LOG.warn("flows: {} rows of {} are in {}", made.rejected(), journal, root);
      }
      sealed = true;
      trouble.none();
      finished();
      return true;
    } catch (IOException e) {
      trouble.is(Reasons.of(e) + "; it is tried again", e);
    } catch (RuntimeException e) {
      trouble.isUnexpected(e);
    }
    return false;
  }

  private static Dataset dataset(Path journal) {
    String name = String.valueOf(journal.getFileName());
    return Dataset.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT));
  }

  /** Sums up hours to which nothing is added any more, as far as that is known. */
  private void sumUp() {
    Instant before = clock.instant().minus(HOUR).minus(late);
    for (Path hour : hours.keySet().stream().toList()) {
      Instant begin = Rollup.begin(hour);
      boolean due = begin == null || !begin.isAfter(before);
      if (due && isDue(hours.getOrDefault(hour, AT_ONCE))) {
        sumUp(hour);
      }
    }
  }

  /** Its segments stay here until that is done. */
  private void sumUp(Path hour) {
    try {
      Rollup.rollUp(hour);
      hours.remove(hour);
      sumTrouble.none();
      finished();
    } catch (IOException e) {
      sumTrouble.is(Reasons.of(e) + "; it is tried again", e);
      hours.put(hour, System.nanoTime() + retry.toNanos());
    } catch (RuntimeException e) {
      sumTrouble.isUnexpected(e);
      hours.put(hour, System.nanoTime() + retry.toNanos());
    }
  }

  private static boolean isDue(long at) {
    return at == AT_ONCE || System.nanoTime() - at >= 0;
  }

  /** Deletes what is kept no longer. */
  private void sweep() {
    if (!isDue(sweepAt)) {
      return;
    }
    Retention.Turn turn = retention.turn(clock.instant());
    turn.gone().forEach(gone -> LOG.debug("flows: {} is kept no longer", gone.path()));
    turn.problems().forEach(problem -> LOG.warn("flows: {}", problem));
    sweepAt = turn.more() ? AT_ONCE : System.nanoTime() + SWEEP.toNanos();
  }

  /** The process ends: the last journals come. */
  void end() {
    ending = true;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      if (!thread.join(PATIENCE)) {
        LOG.warn("flows: the next start makes segments of what waits in {}", open());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    counts.keep();
    if (uploader != null) {
      uploader.close();
    }
  }
}
