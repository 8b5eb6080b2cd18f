package org.vpnledger.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthFiles;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.name.ClientsSnapshot;
import org.vpnledger.name.NameBook;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.PeerKey;

/**
 * Owns the ledger's state and its writer: takes observations, decides when to commit, and lets the
 * reactions follow what was committed. Used by one thread.
 *
 * <p>What is applied but not committed yet waits in {@link Pending}; should the process die, the
 * interface still counts it, and the next read books it.
 */
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final DataFolder folder;
  private final Settings settings;
  private final ObservationClock clock;
  private final NameBook names;
  private final Pending pending = new Pending();
  private final FlushPace pace;
  private final @Nullable BandwidthFiles files;
  private Book book;
  private Ledger ledger;
  private State state;
  private @Nullable String trouble;
  private boolean filesBehind = true;
  private @Nullable String filesTrouble;

  Recorder(DataFolder folder, Settings settings, ObservationClock clock, NameBook names) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.names = names;
    this.pace = new FlushPace(System.nanoTime());
    this.files =
        settings.files().enabled()
            ? new BandwidthFiles(
                settings.logDir(), settings.files().usageColumns(), settings.files().keepDays())
            : null;
    this.book = Book.open(folder, settings, clock.now().wall(), LOG::warn);
    this.ledger = new Ledger(book.rules());
    this.state = book.state();
  }

  /** What the ledger remembers, with what is not committed yet. */
  State state() {
    return state;
  }

  /** Takes what one look showed. */
  void observe(List<Observation> observations) {
    for (Observation observation : observations) {
      if (pending.isFull()) {
        return; // what is not applied now is booked by the next read that is
      }
      if (observation instanceof Observation.Read read) {
        nameNewPeers(read);
      }
      adopt(ledger.apply(state, observation));
    }
  }

  private void adopt(Outcome outcome) {
    state = outcome.state();
    pending.add(outcome.entries());
    for (Entry entry : outcome.entries()) {
      if (entry instanceof Entry.Happened happened) {
        LOG.info("{}", EventLine.of(happened.event()));
      }
    }
  }

  /** So that even the first event of a peer carries its name. */
  private void nameNewPeers(Observation.Read read) {
    TunnelState tunnel = state.tunnel(read.tunnel());
    for (Connection connection : read.connections()) {
      if (!tunnel.peers().containsKey(connection.peer())) {
        name(tunnel, connection.peer(), read.at());
      }
    }
  }

  /** Names may have changed: tells the ledger of those that did. */
  void refreshNames() {
    NameBook.Refresh refresh = names.refresh();
    refresh.problems().forEach(LOG::warn);
    if (refresh.changed()) {
      Moment now = clock.now();
      for (TunnelState tunnel : state.tunnels().values()) {
        tunnel.peers().keySet().forEach(peer -> name(tunnel, peer, now));
      }
      snapshotNames();
    }
  }

  /** A name that its file does not give any more stays: it is still the best there is. */
  private void name(TunnelState tunnel, PeerKey peer, Moment now) {
    String name = names.lookup(peer);
    if (name != null && !name.equals(tunnel.nameOf(peer))) {
      adopt(ledger.apply(state, new Observation.Renamed(tunnel.id(), now, peer, name)));
    }
  }

  /** Lets time pass for tunnels that are gone. */
  void advance() {
    adopt(ledger.advance(state, clock.now()));
  }

  /** Takes readings of all counters as they were last read. Returns how many. */
  int takeReadings() {
    Outcome outcome = ledger.takeReadings(state);
    adopt(outcome);
    flush();
    return (int) outcome.entries().stream().filter(Entry.ReadingTaken.class::isInstance).count();
  }

  /** Commits if it is time to. */
  void flushIfDue() {
    if (pace.isDue(pending, System.nanoTime())) {
      commit(pace.mustBeDurable(pending, System.nanoTime()));
    }
    followUp();
  }

  /** Commits whatever waits. */
  void flush() {
    if (!pending.isEmpty()) {
      commit(true);
    }
    followUp();
  }

  private void commit(boolean durable) {
    long start = System.nanoTime();
    boolean readings = pending.hasReadings();
    try {
      book.writer().commit(pending.entries(), durable ? Durability.POWER_CUT : Durability.PROCESS);
      pending.clear();
      filesBehind |= readings;
      if (trouble != null) {
        LOG.info("writing the ledger works again; nothing was lost");
        trouble = null;
      }
    } catch (StoreException e) {
      failed(e);
      pace.failed(System.nanoTime());
      return;
    }
    pace.flushed(start, System.nanoTime(), durable);
  }

  private void failed(StoreException e) {
    if (e.reason() == Reason.CORRUPT) {
      LOG.error("{}", e.getMessage());
      beginAnew();
    } else if (!String.valueOf(e.getMessage()).equals(trouble)) {
      trouble = String.valueOf(e.getMessage());
      LOG.error(
          "{}; reading goes on, and up to {} facts wait in memory", trouble, Pending.MOST_FACTS);
    }
  }

  private void beginAnew() {
    try {
      book.writer().close();
    } catch (StoreException e) {
      LOG.debug("closing the corrupt ledger", e);
    }
    Instant now = clock.now().wall();
    book = Book.anew(folder, settings, now, LOG::warn);
    ledger = new Ledger(book.rules());
    state = book.state();
    pending.clear();
  }

  /** The bandwidth files follow behind their cursor; what fails is caught up with later. */
  private void followUp() {
    if (files == null || !filesBehind) {
      return;
    }
    try (SqliteReader reader = SqliteReader.open(folder.database())) {
      files.catchUp(reader, book.writer(), clock.now().wall());
      filesBehind = false;
      filesTrouble = null;
      snapshotNames();
    } catch (IOException | StoreException e) {
      String line = "bandwidth files in " + settings.logDir() + ": " + reason(e);
      if (!line.equals(filesTrouble)) {
        LOG.warn("{}; they catch up when it can be written", line);
        filesTrouble = line;
      }
    }
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : e instanceof java.nio.file.FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(e.getMessage());
  }

  private void snapshotNames() {
    if (files == null) {
      return;
    }
    Map<PeerKey, String> known = new java.util.TreeMap<>();
    state.tunnels().values().forEach(tunnel -> known.putAll(tunnel.names()));
    if (!known.isEmpty()) {
      try {
        java.nio.file.Files.createDirectories(settings.logDir());
        ClientsSnapshot.write(settings.logDir().resolve("clients.json"), known);
      } catch (IOException e) {
        LOG.warn("{}: {}", settings.logDir().resolve("clients.json"), reason(e));
      }
    }
  }

  /** Commits all and closes the file. */
  @Override
  public void close() {
    flush();
    book.writer().close();
  }
}
