package org.vpnledger.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.live.Snapshot;
import org.vpnledger.live.SourceState;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.ObservationClock;

/**
 * The pages of metrics. One is rendered at most once for each snapshot and second, however many ask
 * for it at once: the first one renders, the others wait for that and share it.
 */
public final class MetricsPages {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsPages.class);

  /** So old an age may be that a page shows. */
  private static final long FRESH_NANOS = 1_000_000_000L;

  private static final int MOST_KEPT = 8;
  private static final long MOST_KEPT_BYTES = 32L << 20;

  /** Up to 256 KiB the library's gzip takes no time that matters, and packs better. */
  private static final int MANY_CHUNKS = 4;

  /** Of the path {@code /metrics} itself. */
  public static final String DEFAULT = "";

  private record Key(String page, Format format, boolean gzip) {}

  /**
   * A page that may be sent again.
   *
   * @param of when the snapshot was made that it shows
   */
  private record Kept(Moment of, Moment at, Rendering rendering) {}

  private final Supplier<@Nullable Snapshot> current;
  private final ObservationClock clock;
  private final MetricsRules rules;
  private final Map<String, Dialect> dialects;
  private final Map<String, List<Dialect>> pages;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Boolean> cutting = new LinkedHashMap<>();

  /**
   * Pages of what is known.
   *
   * @param current the latest snapshot, absent before the first
   * @param requests how many answers were given, by status
   */
  public MetricsPages(
      Supplier<@Nullable Snapshot> current,
      ObservationClock clock,
      MetricsRules rules,
      Supplier<Map<Integer, Long>> requests) {
    this.current = current;
    this.clock = clock;
    this.rules = rules;
    this.dialects = Dialects.all(rules, requests);
    this.pages = new LinkedHashMap<>();
    pages.put(DEFAULT, rules.dialects().stream().map(this::dialect).toList());
    dialects.forEach((name, dialect) -> pages.put(name, List.of(dialect)));
  }

  private Dialect dialect(String name) {
    Dialect dialect = dialects.get(name);
    if (dialect == null) {
      throw new IllegalArgumentException("no dialect " + name);
    }
    return dialect;
  }

  private List<Dialect> dialects(String page) {
    List<Dialect> shown = pages.get(page);
    if (shown == null) {
      throw new IllegalArgumentException("no page " + page);
    }
    return shown;
  }

  /** Whether there is anything to show yet. */
  public boolean isReady() {
    Snapshot snapshot = current.get();
    return snapshot != null && snapshot.ready();
  }

  /** The names of the pages besides {@link #DEFAULT}. */
  public List<String> names() {
    return List.copyOf(dialects.keySet());
  }

  /**
   * The page as it is now.
   *
   * @param page one of {@link #names}, or {@link #DEFAULT}
   * @param accept the header of that name
   * @param gzip whether it is to be compressed
   */
  public Rendering page(String page, String accept, boolean gzip) {
    return page(page, Negotiation.format(accept), gzip);
  }

  /** The same in a format. */
  public Rendering page(String page, Format format, boolean gzip) {
    List<Dialect> shown = dialects(page);
    lock.lock();
    try {
      Snapshot snapshot = current.get();
      if (snapshot == null) {
        return unavailable("the daemon has not looked yet");
      }
      Moment now = clock.now();
      Key key = new Key(page, format, gzip);
      Kept last = kept.get(key);
      if (last != null
          && last.of.equals(snapshot.at())
          && now.since(last.at).toNanos() <= FRESH_NANOS) {
        return last.rendering;
      }
      Rendering rendering = render(shown, View.of(snapshot, now, rules.maxSeries()), format, gzip);
      keep(key, new Kept(snapshot.at(), now, rendering));
      return rendering;
    } finally {
      lock.unlock();
    }
  }

  /** Gives all samples of a page, for forms that are no text of Prometheus. */
  public void samples(String page, Samples out) {
    List<Dialect> shown = dialects(page);
    lock.lock();
    try {
      Snapshot snapshot = current.get();
      if (snapshot != null) {
        View view = View.of(snapshot, clock.now(), rules.maxSeries());
        shown.forEach(dialect -> write(dialect, view, out));
      }
    } finally {
      lock.unlock();
    }
  }

  private Rendering render(List<Dialect> shown, View view, Format format, boolean gzip) {
    if (view.isBlind()
        && shown.stream().anyMatch(Dialect::showsTunnels)
        && shown.stream().noneMatch(Dialect::tellsOfFailure)) {
      return unavailable(reason(view));
    }
    TextSamples out = new TextSamples(format, rules.createdSeries());
    shown.forEach(dialect -> write(dialect, view, out));
    List<byte[]> text = out.finish();
    return new Rendering(200, format.contentType(), gzip, gzip ? gzipped(text) : text);
  }

  /** That peers are left out is told when it begins and when it ends. */
  private void write(Dialect dialect, View view, Samples out) {
    dialect.write(view, out);
    boolean cuts = dialect.cut() > 0;
    boolean before = Boolean.TRUE.equals(cutting.put(dialect.name(), cuts));
    if (cuts && !before) {
      LOG.warn(
          "metrics {}: {} peers are left out: more than {} series; raise metrics.max_series, or set"
              + " metrics.low_cardinality",
          dialect.name(),
          dialect.cut(),
          rules.maxSeries());
    } else if (!cuts && before) {
      LOG.info("metrics {}: all peers are exported again", dialect.name());
    }
  }

  private static String reason(View view) {
    return view.snapshot().sources().stream()
        .filter(source -> !view.isUp(source))
        .map(SourceState::inWords)
        .reduce((one, other) -> one + "; " + other)
        .orElse("the daemon has not read its sources yet");
  }

  private static Rendering unavailable(String reason) {
    byte[] text = ("# " + reason.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    return new Rendering(503, "text/plain; charset=utf-8", false, List.of(text));
  }

  private void keep(Key key, Kept rendering) {
    if (rendering.rendering.status() != 200) {
      return;
    }
    kept.put(key, rendering);
    // What belongs to an older snapshot is never asked for again.
    kept.values().removeIf(one -> !one.of.equals(rendering.of));
    long bytes = kept.values().stream().mapToLong(one -> one.rendering.sizeBytes()).sum();
    List<Key> eldest = new ArrayList<>(kept.sequencedKeySet());
    eldest.remove(key);
    for (Key old : eldest) {
      if (kept.size() <= MOST_KEPT && bytes <= MOST_KEPT_BYTES) {
        break;
      }
      Kept gone = kept.remove(old);
      bytes -= gone == null ? 0 : gone.rendering.sizeBytes();
    }
  }

  private static List<byte[]> gzipped(List<byte[]> text) {
    if (text.size() > MANY_CHUNKS) {
      return LineGzip.of(text);
    }
    Chunks out = new Chunks();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (byte[] chunk : text) {
        gzip.write(chunk);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: cannot be
    }
    return out.finish();
  }
}
