package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.store.DataFolder;

/** The daemon's writing of the page; its interval is a tenth of a second here. */
class PageOutputTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Trouble.class);
  private final AtomicBoolean ready = new AtomicBoolean();

  @BeforeEach
  void listen() {
    log.setContext(logger.getLoggerContext());
    SmallLedger.write(folder.resolve("data"));
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listen_no_more() {
    logger.detachAppender(log);
  }

  private PageOutput start(Path html, Path text) {
    Settings.StatisticsPage page =
        new Settings.StatisticsPage(
            Optional.of(html), Optional.of(text), Duration.ofMillis(100), true, true, 7, 500);
    return PageOutput.start(
        new DataFolder(folder.resolve("data")), page, ready::get, () -> SmallLedger.END);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private List<String> told() {
    synchronized (log) {
      return log.list.stream()
          .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    }
  }

  @Test
  void both_forms_are_written_once_the_daemon_is_ready_and_tell_in_the_end_that_nobody_watches()
      throws Exception {
    Path html = folder.resolve("vpn.html");
    Path text = folder.resolve("vpn.txt");
    try (PageOutput _ = start(html, text)) {
      Thread.sleep(200);
      assertThat(html).doesNotExist();
      ready.set(true);
      await(() -> Files.exists(text));
      assertThat(html).content().endsWith("</html>\n").contains(">online</span>");
      assertThat(text).content().startsWith("VPN usage of gw1").contains("online");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(html)))
          .isEqualTo("rw-r--r--");
    }
    assertThat(html).content().contains("No daemon is keeping this ledger").endsWith("</html>\n");
    assertThat(text).content().contains("no daemon is keeping this ledger");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("data", "vpn.html", "vpn.txt");
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void a_folder_that_is_missing_is_told_once_and_again_when_it_is_there() throws Exception {
    Path html = folder.resolve("www/vpn.html");
    Path text = folder.resolve("vpn.txt");
    ready.set(true);
    try (PageOutput _ = start(html, text)) {
      await(() -> Files.exists(text)); // which does not wait for the other
      Instant first = Files.getLastModifiedTime(text).toInstant();
      await(() -> isNewer(text, first));
      assertThat(told())
          .containsExactly("page.html_path: " + html + ": its folder does not exist: make it");
      Files.createDirectory(html.getParent());
      await(() -> Files.exists(html) && told().size() == 2);
      assertThat(told()).last().isEqualTo("page.html_path: works again");
    }
  }

  private static boolean isNewer(Path file, Instant than) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isAfter(than);
    } catch (IOException e) {
      return false; // just being replaced, perhaps
    }
  }

  @Test
  void who_reads_meanwhile_never_reads_half_a_page() throws Exception {
    Path html = folder.resolve("vpn.html");
    ready.set(true);
    try (PageOutput _ = start(html, folder.resolve("vpn.txt"))) {
      await(() -> Files.exists(html));
      for (int i = 0; i < 2000; i++) {
        assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
      }
    }
  }

  @Test
  void a_ledger_that_cannot_be_read_is_told_and_the_thread_goes_on() throws Exception {
    Path database = folder.resolve("data/ledger.db");
    Path aside = folder.resolve("data/aside");
    Path html = folder.resolve("vpn.html");
    Files.move(database, aside);
    ready.set(true);
    try (PageOutput _ = start(html, folder.resolve("vpn.txt"))) {
      await(() -> !told().isEmpty());
      assertThat(html).doesNotExist();
      Files.move(aside, database);
      await(() -> Files.exists(html));
    }
    assertThat(told()).hasSize(2).last().isEqualTo("page: works again");
    assertThat(told().getFirst()).startsWith("page: ");
  }

  @Test
  void what_goes_wrong_unexpectedly_ends_no_writing() throws Exception {
    Path html = folder.resolve("page.html");
    AtomicBoolean wrong = new AtomicBoolean(true);
    Settings.StatisticsPage page =
        new Settings.StatisticsPage(
            Optional.of(html), Optional.empty(), Duration.ofMillis(100), true, true, 7, 500);
    BooleanSupplier readiness =
        () -> {
          if (wrong.getAndSet(false)) {
            throw new IllegalStateException("not known");
          }
          return true;
        };
    try (PageOutput _ =
        PageOutput.start(
            new DataFolder(folder.resolve("data")), page, readiness, () -> SmallLedger.END)) {
      await(() -> Files.exists(html));
    }
    assertThat(told())
        .first()
        .asString()
        .startsWith("page: unexpected error, please report it: java.lang.IllegalStateException");
  }
}
