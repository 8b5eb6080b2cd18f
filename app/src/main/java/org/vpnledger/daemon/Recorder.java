package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Gateway;
import org.vpnledger.live.LedgerWork;
import org.vpnledger.name.NameBook;
import org.vpnledger.name.NameSource;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.FindingRow;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.MachineRow;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.StoreException.Reason;
import org.vpnledger.vpn.Connection;
import org.vpnledger.vpn.GivenName;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/**
 * Owns the ledger's state and its writer: takes observations, decides when to commit, and lets the
 * reactions follow what was committed. Used by one thread.
 *
 * <p>What is applied but not committed yet waits in {@link Pending}; should the process die, the
 * interface still counts it, and the next read books it.
 */
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final int MOST_FINDINGS = 500;

  private static final Set<EventType> CHANGES =
      EnumSet.of(EventType.ONLINE, EventType.OFFLINE, EventType.REMOVED);

  private final DataFolder folder;
  private final Settings settings;
  private final ObservationClock clock;
  private final NameBook names;
  private final Pending pending = new Pending();
  private final FlushPace pace;
  private final LogFolder logs;
  private Book book;
  private Ledger ledger;
  private State state;
  private @Nullable String trouble;
  private boolean namesApplied;
  private @Nullable List<NameSource> savedSources;
  private final Set<TunnelId> tunnelsRead = new HashSet<>();
  private boolean newEvents;
  private long changes;
  private int books;
  private long lastFinding;
  private final Counting counting = new Counting();
  private @Nullable Object fileKey;

  Recorder(DataFolder folder, Settings settings, ObservationClock clock, NameBook names) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.names = names;
    this.pace = new FlushPace(System.nanoTime());
    this.logs = new LogFolder(settings, folder.database());
    this.book = Book.open(folder, settings, clock.now().wall(), LOG::warn);
    this.ledger = new Ledger(book.rules());
    this.state = book.state();
    this.fileKey = keyOfFile();
    beginCounting();
  }

  /** Whose ledger it is. */
  Gateway gateway() {
    return book.gateway();
  }

  /** The tunnels that this process has read. */
  Set<TunnelId> tunnelsRead() {
    return Set.copyOf(tunnelsRead);
  }

  /** What was counted along. */
  Tally tally() {
    return counting.tally();
  }

  /** How the ledger's file is doing. */
  LedgerWork work() {
    return counting.commits().work(folder.database(), pending.facts(), trouble);
  }

  /** What files say of peers besides their names. */
  Map<PeerKey, Map<String, String>> nameLabels() {
    return names.labels();
  }

  /** Now, by the clock of observations. */
  Moment now() {
    return clock.now();
  }

  /** Whether this process has read the tunnel. */
  boolean hasRead(TunnelId tunnel) {
    return tunnelsRead.contains(tunnel);
  }

  /**
   * Notices that somebody has deleted the ledger's file or put another in its place, and goes on
   * with what is there now: otherwise all that is written would be lost with the deleted file.
   */
  void checkFile() {
    Object key = keyOfFile();
    if (!Objects.equals(key, fileKey)) {
      LOG.error(
          "{} was deleted or replaced while in use: going on with {}",
          folder.database(),
          key == null ? "a new one" : "the one that is there now");
      closeQuietly();
      pending.clear();
      adopt(Book.open(folder, settings, clock.now().wall(), LOG::warn));
    } else if (counting.isOutdated(book.writer())) {
      flush(); // or what is booked would be compared with what is not yet
      if (pending.isEmpty()) {
        beginCounting();
      }
    }
  }

  private @Nullable Object keyOfFile() {
    try {
      return Files.readAttributes(folder.database(), BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null; // it is not there
    }
  }

  private void adopt(Book opened) {
    books++;
    book = opened;
    ledger = new Ledger(opened.rules());
    state = opened.state();
    savedSources = null;
    lastFinding = 0;
    fileKey = keyOfFile();
    beginCounting();
  }

  private void beginCounting() {
    counting.begin(folder.database(), book.writer(), state, clock.now().wall());
  }

  private void closeQuietly() {
    try {
      book.writer().close();
    } catch (StoreException e) {
      LOG.debug("closing a ledger that is no more", e);
    }
  }

  /** What the ledger remembers, with what is not committed yet. */
  State state() {
    return state;
  }

  /** The daemon begins to watch. */
  void start() {
    note(EventType.STARTED, started());
  }

  /** The daemon was told to end: that, too, is on record, and everything is committed. */
  void stop() {
    note(EventType.STOPPED, "Monitor stopped gracefully.");
    flush();
  }

  /** In the words of wg_monitor, which its users search for. */
  private String started() {
    List<String> only = settings.interfaces();
    return "Interval: %ds, Threshold: %ds, Stats: %ds%s"
        .formatted(
            settings.interval().toSeconds(),
            settings.threshold().toSeconds(),
            settings.statsInterval().toSeconds(),
            only.isEmpty() ? "" : ", Interface: " + String.join(",", only));
  }

  private void note(EventType type, String detail) {
    adopt(new Outcome(state, List.of(Ledger.told(type, clock.now().wall(), detail))));
  }

  /** How many peers came, went or were removed since this began. */
  long changes() {
    return changes;
  }

  /** Whether events were committed since this was last asked. */
  boolean hasNewEvents() {
    boolean were = newEvents;
    newEvents = false;
    return were;
  }

  /** Takes what one look showed. */
  void observe(List<Observation> observations) {
    for (Observation observation : observations) {
      if (observation instanceof Observation.Read read) {
        if (pending.isFull()) {
          continue; // what is not applied now is booked by the next read that is
        }
        nameNewPeers(read);
      }
      adopt(ledger.apply(state, observation));
      noteRead(observation.at());
    }
  }

  /**
   * A read may be booked to a tunnel that another source began, and which this one stands in for.
   */
  private void noteRead(Moment at) {
    for (TunnelState tunnel : state.tunnels().values()) {
      if (at.equals(tunnel.lastRead())) {
        tunnelsRead.add(tunnel.id());
      }
    }
  }

  /** Of tunnels that are gone nothing is expected any more. */
  void forgetGone() {
    tunnelsRead.removeIf(id -> !state.tunnel(id).present());
  }

  private void adopt(Outcome outcome) {
    state = outcome.state();
    pending.add(outcome.entries());
    counting.tally().note(outcome.entries());
    for (Entry entry : outcome.entries()) {
      if (entry instanceof Entry.Happened happened) {
        LOG.info("{}", EventLine.of(happened.event()));
        changes += CHANGES.contains(happened.event().type()) ? 1 : 0;
      }
    }
  }

  /** So that even the first event of a peer carries its name. */
  private void nameNewPeers(Observation.Read read) {
    TunnelState tunnel = state.tunnel(read.tunnel());
    name(
        tunnel,
        read.connections().stream()
            .map(Connection::peer)
            .filter(peer -> !tunnel.peers().containsKey(peer)),
        read.at());
  }

  /** Names may have changed: tells the ledger of those that did. */
  void refreshNames() {
    applyNames(readNames());
  }

  /** Reads the names' files again; by a thread of its own, since files may keep it waiting. */
  NameBook.Refresh readNames() {
    return names.refresh();
  }

  /** Takes over what was read. */
  void applyNames(NameBook.Refresh refresh) {
    refresh.problems().forEach(LOG::warn);
    if (refresh.changed() || !namesApplied) {
      namesApplied = true;
      Moment now = clock.now();
      for (TunnelState tunnel : state.tunnels().values()) {
        name(tunnel, tunnel.peers().keySet().stream(), now);
      }
      logs.nameClients(state);
    }
    saveNameSources();
  }

  /** For who asks where names come from. What cannot be written now is written with the next. */
  private void saveNameSources() {
    List<NameSource> sources = names.sources();
    if (!sources.equals(savedSources)) {
      try {
        book.writer().saveNameSources(Names.rows(sources));
        savedSources = sources;
      } catch (StoreException e) {
        LOG.debug("the places that names come from", e);
      }
    }
  }

  /** A name that its file does not give any more stays: it is still the best there is. */
  private void name(TunnelState tunnel, Stream<PeerKey> peers, Moment now) {
    List<Observation.Naming> changed = new ArrayList<>();
    peers
        .sorted()
        .forEach(peer -> {
          GivenName name = names.lookup(peer);
          if (name != null && !name.equals(tunnel.names().get(peer))) {
            changed.add(new Observation.Naming(peer, name));
          }
        });
    if (!changed.isEmpty()) {
      adopt(ledger.apply(state, new Observation.Renamed(tunnel.id(), now, changed)));
    }
  }

  /** A sample of the machine that cannot be written is no loss that anybody mourns. */
  void saveMachine(MachineRow sample) {
    try {
      book.writer().saveMachine(sample);
    } catch (StoreException e) {
      LOG.debug("a sample of the machine", e); // the next commit tells what is the matter
    }
  }

  /**
   * Makes events of what reactions have found out since the last time. Each waits in the ledger's
   * file until its event is written with it, so that a crash neither loses nor repeats one.
   */
  void takeFindings() {
    if (pending.isFull()) {
      return;
    }
    try {
      for (FindingRow finding : book.writer().findingsAfter(lastFinding, MOST_FINDINGS)) {
        lastFinding = finding.number();
        Instant now = clock.now().wall();
        adopt(new Outcome(state, Ledger.found(finding.number(), finding.event(), now)));
      }
    } catch (StoreException e) {
      LOG.debug("what reactions have found out", e); // the next commit tells what is the matter
    }
  }

  /** Lets time pass for tunnels that are gone. */
  void advance() {
    adopt(ledger.advance(state, clock.now()));
  }

  /**
   * Takes readings of all counters as they were last read. Returns how many; throws when they could
   * not be written.
   */
  int takeReadings() {
    Outcome outcome = ledger.takeReadings(state);
    adopt(outcome);
    flush();
    requireWritten();
    return (int) outcome.entries().stream().filter(Entry.ReadingTaken.class::isInstance).count();
  }

  /** Commits if it is time to. */
  void flushIfDue() {
    if (pace.isDue(pending, System.nanoTime())) {
      commit(pace.mustBeDurable(pending, System.nanoTime()));
    }
    logs.followUp(book.writer(), clock.now().wall(), state);
  }

  /** How often the ledger's file was another one; what waited for it is in none. */
  int books() {
    return books;
  }

  /** Whether all that was observed is in the ledger's file. */
  boolean isAllKept() {
    return pending.isEmpty();
  }

  /** Commits whatever waits. */
  void flush() {
    if (!pending.isEmpty()) {
      commit(true);
    }
    logs.followUp(book.writer(), clock.now().wall(), state);
  }

  private void commit(boolean durable) {
    long start = System.nanoTime();
    boolean readings = pending.hasReadings();
    boolean urgent = pending.isUrgent();
    try {
      List<Entry> entries = pending.entries();
      book.writer().commit(entries, durable ? Durability.POWER_CUT : Durability.PROCESS);
      counting.commits().succeeded(entries, System.nanoTime() - start);
      pending.clear();
      if (readings) {
        logs.fallBehind();
      }
      newEvents |= urgent;
      if (trouble != null) {
        LOG.info("writing the ledger works again; nothing was lost");
        trouble = null;
      }
    } catch (StoreException e) {
      counting.commits().failed(System.nanoTime() - start);
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
    closeQuietly();
    pending.clear();
    adopt(Book.anew(folder, settings, clock.now().wall(), LOG::warn));
  }

  private void requireWritten() {
    if (!pending.isEmpty()) {
      throw new StoreException(
          Reason.FULL,
          "%s; %d entries are not written".formatted(trouble, pending.entries().size()));
    }
  }

  /**
   * Commits all and closes the file. Throws when something could not be written: bytes are read
   * again from the counters at the next start, but events and readings that waited are lost.
   */
  @Override
  public void close() {
    flush();
    book.writer().close();
    requireWritten();
  }
}
