package org.vpnledger.daemon;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.vpnledger.config.Settings;
import org.vpnledger.output.WholeFile;
import org.vpnledger.page.HtmlPage;
import org.vpnledger.page.PageRules;
import org.vpnledger.page.Survey;
import org.vpnledger.page.Surveyor;
import org.vpnledger.page.TextPage;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteReader;

/**
 * Writes the page of statistics at its interval, on a thread of its own that takes no more than a
 * tenth of the time: a large ledger's page comes less often. When the daemon ends, the page is
 * written once more, and says so.
 */
final class PageOutput implements AutoCloseable {
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SHARE = 10;

  private final DataFolder folder;
  private final PageRules rules;
  private final BooleanSupplier ready;
  private final InstantSource clock;
  private final List<Copy> copies = new ArrayList<>();
  private final Trouble trouble = new Trouble("page");
  private final Thread thread;
  private volatile boolean written;
  private volatile boolean stopping;

  /** How a survey is written. */
  private interface Form {
    void write(Survey survey, Appendable out) throws IOException;
  }

  private record Copy(WholeFile file, Form form, Trouble trouble) {}

  private PageOutput(
      DataFolder folder,
      Settings.StatisticsPage settings,
      BooleanSupplier ready,
      InstantSource clock) {
    this.folder = folder;
    this.rules = rules(settings);
    this.ready = ready;
    this.clock = clock;
    settings.html().ifPresent(file -> add("page.html_path", file, HtmlPage::write));
    settings.text().ifPresent(file -> add("page.text_path", file, TextPage::write));
    this.thread = Thread.ofPlatform().daemon().name("page").unstarted(this::run);
  }

  private void add(String key, Path file, Form form) {
    copies.add(new Copy(new WholeFile(file), form, new Trouble(key)));
  }

  /**
   * Begins; does nothing if no path is configured.
   *
   * @param ready whether the daemon is: before there is nothing to write
   */
  static PageOutput start(
      DataFolder folder,
      Settings.StatisticsPage settings,
      BooleanSupplier ready,
      InstantSource clock) {
    PageOutput output = new PageOutput(folder, settings, ready, clock);
    if (!output.copies.isEmpty()) {
      output.thread.start();
    }
    return output;
  }

  static PageRules rules(Settings.StatisticsPage page) {
    return new PageRules(
        page.providers(), page.fullNames(), page.addressDays(), page.mostRows(), page.interval());
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(turn());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    }
  }

  /** Writes it, once it is time to. Returns how long to wait. */
  private Duration turn() {
    long start = System.nanoTime();
    try {
      if (!ready.getAsBoolean()) {
        return SOON;
      }
      write(true);
    } catch (RuntimeException e) {
      trouble.isUnexpected(e); // the next one may work
    }
    long took = System.nanoTime() - start;
    return Duration.ofNanos(Math.max(rules.interval().toNanos() - took, took * (SHARE - 1)));
  }

  private void write(boolean watched) {
    Survey survey;
    try (LedgerReader reader = SqliteReader.open(folder.database())) {
      survey = Surveyor.survey(reader, rules, watched, clock.instant(), folder.databaseBytes());
      trouble.none();
    } catch (StoreException e) {
      trouble.is(String.valueOf(e.getMessage()), e);
      return;
    } catch (RuntimeException e) {
      trouble.isUnexpected(e);
      return;
    }
    copies.forEach(copy -> write(copy, survey));
  }

  private void write(Copy copy, Survey survey) {
    try {
      copy.file()
          .replace(out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            copy.form().write(survey, writer);
            writer.flush();
          });
      written = true;
      copy.trouble().none();
    } catch (IOException e) {
      if (!stopping) { // else it was interrupted
        copy.trouble().is(String.valueOf(e.getMessage()), e);
      }
    } catch (RuntimeException e) {
      copy.trouble().isUnexpected(e);
    }
  }

  /** What was written stays: it tells that nobody keeps the ledger any more. */
  @Override
  public void close() {
    if (copies.isEmpty()) {
      return;
    }
    stopping = true;
    thread.interrupt();
    try {
      if (thread.join(PATIENCE) && written) {
        write(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
