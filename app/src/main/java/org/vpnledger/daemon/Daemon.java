package org.vpnledger.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.ledger.PeerState;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.name.NameBook;
import org.vpnledger.resource.Sample;
import org.vpnledger.source.Source;
import org.vpnledger.source.openvpn.ManagementSource;
import org.vpnledger.store.StoreException;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/**
 * The wiring: sources on threads of their own, one bounded queue, and one thread that owns the
 * recorder.
 */
final class Daemon {
  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final int MOST_LOOKS = 16;
  private static final Duration NAMES_EVERY = Duration.ofSeconds(5);

  /** Seconds; usually they are there in a few milliseconds. */
  private static final int NAMES_AT_FIRST = 3;

  private static final long FINDINGS_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long ADVANCE_EVERY = Duration.ofSeconds(30).toNanos();
  private static final long PUBLISH_EVERY = Duration.ofSeconds(5).toNanos();

  private final Settings settings;
  private final List<Source> sources;
  private final Recorder recorder;
  private final Console console;
  private final Supervision supervision;
  private final Reload reload = new Reload();
  private final BlockingQueue<Poller.Look> looks = new ArrayBlockingQueue<>(MOST_LOOKS);
  private final ConcurrentLinkedQueue<CompletableFuture<Integer>> readingRequests =
      new ConcurrentLinkedQueue<>();
  private final BlockingQueue<NameBook.Refresh> nameReads = new ArrayBlockingQueue<>(4);
  private final Map<String, String> problems = new HashMap<>();
  private final Set<String> looked = new HashSet<>();
  private final Receipts receipts;
  private final RollCall rollCall;
  private final List<Thread> pollers = new ArrayList<>();
  private final List<Follower> followers;
  private final Statistics statistics;
  private final Publisher publisher;
  private final MachineSampler machine;
  private volatile boolean stopping;
  private boolean ready;
  private boolean toldOfWaiting;
  private boolean unpublished = true;
  private long published = System.nanoTime();

  Daemon(
      Settings settings,
      List<Source> sources,
      Recorder recorder,
      List<Reaction> reactions,
      Publisher publisher,
      Console console,
      Supervision supervision) {
    this.settings = settings;
    this.supervision = supervision;
    this.followers = reactions.stream().map(Follower::new).toList();
    this.sources = sources;
    this.receipts = new Receipts(sources);
    this.statistics = new Statistics(sources, settings.statsInterval(), System.nanoTime());
    this.recorder = recorder;
    this.console = console;
    this.publisher = publisher;
    this.machine = new MachineSampler(settings.machine(), () -> recorder.now().wall());
    this.rollCall = new RollCall(sources.stream().map(Source::name).collect(Collectors.toSet()));
  }

  /** Runs until {@link #stop} is called; then everything is committed. */
  void run() throws InterruptedException {
    Thread.ofPlatform().daemon().name("names").start(this::readNames);
    recorder.start();
    applyNames(nameReads.poll(NAMES_AT_FIRST, TimeUnit.SECONDS)); // for the first events
    for (Source source : sources) {
      Pace pace = new Pace(settings.interval(), settings.longestInterval());
      Poller poller = new Poller(source, pace, looks);
      pollers.add(Thread.ofPlatform().daemon().name("source " + source.name()).start(poller));
    }
    followers.forEach(Follower::start);
    machine.start();
    try (ControlSocket _ = ControlSocket.open(settings.dataDir(), new Asked())) {
      long advanced = System.nanoTime();
      long found = advanced;
      while (!stopping) {
        takeLooks();
        long now = System.nanoTime();
        applyNames(nameReads.poll());
        takeSamples();
        if (now - advanced >= ADVANCE_EVERY) {
          callRoll();
          recorder.advance();
          recorder.checkFile();
          advanced = now;
        }
        if (now - found >= FINDINGS_EVERY) {
          recorder.takeFindings();
          found = now;
        }
        recorder.flushIfDue();
        receipts.giveIf(recorder.isAllKept(), recorder.books());
        wakeFollowers();
        announce();
        publishIfDue(now);
        if (statistics.isDue(now)) {
          sayStatistics();
        }
        answerReadingRequests();
        if (ready) {
          if (reload.isRequested()) {
            recorder.forgetGone();
          }
          reload.turn(followers, supervision, this::summary);
        }
        supervision.turn(this::summary);
      }
    } finally {
      supervision.stopping();
      pollers.forEach(Thread::interrupt);
      endFollowers();
      sayStatistics();
    }
  }

  /** With each look; and now and then without one, since a source that hangs gives none. */
  private void publishIfDue(long now) {
    if (unpublished || now - published >= PUBLISH_EVERY) {
      publish(now);
    }
  }

  private void publish(long now) {
    publisher.publish(recorder, ready);
    unpublished = false;
    published = now;
  }

  private void sayStatistics() {
    console.say(
        statistics.line(
            recorder.now().wall(), settings.zone(), recorder.changes(), recorder.state()));
  }

  private void wakeFollowers() {
    if (recorder.hasNewEvents()) {
      followers.forEach(Follower::wake);
    }
  }

  /** The ledger first: what the followers do not get to now, they do at the next start. */
  private void endFollowers() throws InterruptedException {
    try {
      recorder.stop();
    } finally {
      for (Follower follower : followers) {
        follower.stop();
      }
      recorder.close();
      receipts.giveIf(true, recorder.books());
    }
  }

  /**
   * Reads names on a thread of its own: a folder of a container, or on a network, may keep who
   * reads it waiting, and the ledger waits for nobody.
   */
  private void readNames() {
    try {
      while (!stopping) {
        try {
          nameReads.put(recorder.readNames());
        } catch (RuntimeException e) {
          LOG.warn("names: unexpected error, please report it: {}", e.toString());
          LOG.debug("names", e);
        }
        Thread.sleep(NAMES_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    }
  }

  private void applyNames(NameBook.@Nullable Refresh read) {
    if (read != null) {
      recorder.applyNames(read);
    }
  }

  private void takeSamples() {
    for (Sample sample = machine.poll(); sample != null; sample = machine.poll()) {
      recorder.saveMachine(MachineSampler.row(sample));
      publisher.note(sample, recorder.now(), machine.freshFor());
      unpublished = true;
    }
  }

  /** Makes {@link #run} return soon. */
  void stop() {
    stopping = true;
  }

  /** Lets the reactions open their files again, soon; for who rotates them (SIGHUP). */
  void reload() {
    reload.request();
  }

  private void takeLooks() throws InterruptedException {
    Poller.Look look = looks.poll(200, TimeUnit.MILLISECONDS);
    while (look != null) {
      if (look.fatal() != null) {
        throw new IllegalStateException("source " + look.source() + " broke down", look.fatal());
      }
      looked.add(look.source());
      publisher.note(look, recorder.now());
      unpublished = true;
      statistics.note(look);
      note(look.source(), look.problem());
      recorder.observe(look.observations());
      receipts.note(look);
      look.observations().forEach(this::noteUnread);
      if (look.problem() == null) {
        rollCall.note(look.source(), look.observations());
      }
      look = looks.poll();
    }
  }

  /** Of a tunnel that could not be read yet no event tells what is the matter. */
  private void noteUnread(Observation observation) {
    boolean unknown = !recorder.state().tunnels().containsKey(observation.tunnel());
    if (observation instanceof Observation.ReadFailed failed && unknown) {
      note(nameOf(failed.tunnel()), failed.reason());
    } else {
      problems.remove(observation.tunnel().toString());
    }
  }

  /** What a source that has no other tunnel says of it, it says of itself at the next look. */
  private static String nameOf(TunnelId tunnel) {
    return tunnel.interfaceName().equals(tunnel.source()) ? tunnel.source() : tunnel.toString();
  }

  /** A problem is told when it begins, when it changes and when it ends; not at every look. */
  private void note(String source, @Nullable String problem) {
    String before = problem == null ? problems.remove(source) : problems.put(source, problem);
    if (problem != null && !problem.equals(before)) {
      LOG.warn("source {}: {}", source, problem);
    } else if (problem == null && before != null) {
      LOG.info("source {}: works again", source);
    }
  }

  private void callRoll() {
    recorder.observe(rollCall.missing(recorder.state(), recorder.now()));
  }

  /** Once each source has looked (or five seconds have passed): what was found, and "ready". */
  private void announce() {
    if (!ready && (looked.size() == sources.size() || console.secondsSinceStart() > 5)) {
      ready = true;
      callRoll(); // or a server that is read no more would be shown as if it were
      recorder.flush();
      publish(System.nanoTime()); // who is told may ask for health at once
      found();
      console.ready(settings);
      supervision.ready(summary());
    } else if (toldOfWaiting && isAnyPresent()) {
      toldOfWaiting = false;
      found();
    }
  }

  /** One line for the service manager: {@code 2 tunnels, 5 peers, 3 online}. */
  private String summary() {
    int tunnels = 0;
    int peers = 0;
    int online = 0;
    for (TunnelState tunnel : recorder.state().tunnels().values()) {
      if (tunnel.present() && recorder.hasRead(tunnel.id())) {
        tunnels++;
        for (PeerState peer : tunnel.peers().values()) {
          peers += peer.listed() ? 1 : 0;
          online += peer.listed() && peer.liveness().online() ? 1 : 0;
        }
      }
    }
    return "%s, %s, %d online".formatted(count(tunnels, "tunnel"), count(peers, "peer"), online);
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private boolean isAnyPresent() {
    return recorder.state().tunnels().values().stream().anyMatch(TunnelState::present);
  }

  private void found() {
    Set<String> missing = new HashSet<>(settings.interfaces());
    if (missing.isEmpty()) {
      settings.sources().forEach(source -> missing.addAll(source.interfaces()));
    }
    for (TunnelState tunnel : recorder.state().tunnels().values()) {
      if (tunnel.present() && recorder.hasRead(tunnel.id())) {
        List<PeerState> peers = tunnel.peers().values().stream().filter(PeerState::listed).toList();
        long online = peers.stream().filter(peer -> peer.liveness().online()).count();
        console.say(
            "reading  %s (source %s): %d peer%s, %d online"
                .formatted(
                    tunnel.id().interfaceName(),
                    tunnel.id().source(),
                    peers.size(),
                    peers.size() == 1 ? "" : "s",
                    online));
        missing.remove(tunnel.id().interfaceName());
      }
    }
    missing.stream()
        .sorted()
        .forEach(name ->
            console.say(
                "waiting  for interface " + name + ", which is not there: 'ip link' shows all"));
    if (!isAnyPresent()) {
      toldOfWaiting = true;
      console.say("waiting  no tunnel found yet; it is picked up as soon as there is one");
    }
  }

  /** What other processes ask for, on a thread of its own. */
  private final class Asked implements ControlSocket.Requests {
    @Override
    public int takeReadings() throws InterruptedException {
      CompletableFuture<Integer> request = new CompletableFuture<>();
      readingRequests.add(request);
      try {
        return request.get(10, TimeUnit.SECONDS);
      } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
        request.cancel(false);
        LOG.debug("a request for readings was not answered", e);
        return -1;
      }
    }

    @Override
    public List<String> release(String source, Duration howLong) {
      List<String> released = new ArrayList<>();
      for (Source one : sources) {
        if (one instanceof ManagementSource held
            && (source.isEmpty() || source.equals(held.name()))) {
          held.release(howLong);
          released.add(held.name());
        }
      }
      return released;
    }
  }

  private void answerReadingRequests() {
    CompletableFuture<Integer> request = readingRequests.poll();
    while (request != null) {
      try {
        if (!request.isCancelled()) { // who asked may have lost patience
          request.complete(recorder.takeReadings());
        }
      } catch (StoreException e) {
        request.complete(-1); // the log has said why
      }
      request = readingRequests.poll();
    }
  }
}
