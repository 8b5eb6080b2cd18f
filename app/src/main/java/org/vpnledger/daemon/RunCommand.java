package org.vpnledger.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.name.NameBook;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.openvpn.OpenVpnSource;
import org.vpnledger.source.wireguard.HandshakeWatch;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.source.wireguard.RefusalWatch;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.StoreException;
import org.vpnledger.vpn.ObservationClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger run}: the daemon, until it is told to stop. */
@Command(
    name = "run",
    description = "keeps the ledger of this gateway, in the foreground, until it is stopped")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @ParentCommand Main main;

  @Mixin MonitorFlags flags = new MonitorFlags();

  @Mixin ListenFlags listening = new ListenFlags();

  @Mixin OpenVpnFlags openVpn = new OpenVpnFlags();

  @Option(
      names = "--flows",
      description = "logs who talks to whom through the tunnels too, as flow.enabled does")
  boolean flows;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> given = flags.given();
    if (flows) {
      given.put("flow.enabled", "true");
    }
    given.putAll(listening.given());
    Configuration configuration = main.configuration(given);
    configuration.warnings().forEach(line -> System.err.println("vpnledger: " + line));
    Settings settings = configuration.settings();
    if (settings.debug()) {
      DebugLog.begin();
    }
    ViewSettings.requireSound(settings);
    ObservationClock clock = new SystemObservationClock();
    Containers containers = new Containers(Path.of("/"));
    Moments moments = new Moments(settings.handshakes());
    List<SourceSettings> more = openVpn.sources(settings.sources());
    List<Source> sources = new ArrayList<>(Sources.of(settings, more, containers, moments, clock));
    sources.add(new HandshakeWatch(moments, clock));
    if (settings.kernelLog()) {
      sources.add(new RefusalWatch(moments, clock));
    }
    keep(
        settings,
        sources,
        TunnelPlaces.of(
            Stream.concat(settings.sources().stream(), more.stream()).toList(),
            sources,
            containers),
        Names.book(settings, containers, sources),
        clock,
        new Console(System.out, main.asCalled()));
    return 0;
  }

  /** Holds the folder's lock and keeps its ledger until the process is told to end. */
  static void keep(
      Settings settings,
      List<Source> tunnelSources,
      TunnelPlaces places,
      NameBook names,
      ObservationClock clock,
      Console console)
      throws InterruptedException {
    FlowBoard board = new FlowBoard();
    List<Source> sources = new ArrayList<>(tunnelSources);
    if (settings.flow().enabled()) {
      sources.add(new DropWatch(board, clock));
    }
    DataFolder folder = new DataFolder(settings.dataDir());
    folder.create();
    if (sources.stream().anyMatch(OpenVpnSource.class::isInstance)) {
      String lacking = folder.createOpenVpnEnds();
      if (lacking != null) {
        LOG.warn("{}", lacking);
      }
    }
    try (DataFolder.Lock lock = folder.tryLock();
        Supervision supervision = Supervision.of(System.getenv())) {
      if (lock == null) {
        throw new Complaint(
            "another vpnledger keeps the ledger in "
                + settings.dataDir()
                + ": stop it, or choose another folder with --data-dir");
      }
      console.say(
          "vpnledger keeps the ledger of " + settings.gatewayName() + " in " + settings.zone());
      Recorder recorder = new Recorder(folder, settings, clock, names);
      Whereabouts whereabouts = new Whereabouts();
      Publisher publisher =
          new Publisher(settings, sources, whereabouts, board::work, recorder.now());
      Daemon daemon =
          new Daemon(
              settings,
              sources,
              recorder,
              Reactions.of(settings, folder, whereabouts),
              publisher,
              console,
              supervision);
      CountDownLatch done = new CountDownLatch(1);
      AtomicBoolean well = new AtomicBoolean();
      Thread hook = Thread.ofPlatform().unstarted(() -> end(daemon, done, well));
      Runtime.getRuntime().addShutdownHook(hook);
      Hangup.handle(daemon::reload, () -> System.exit(0));
      try (FlowCapture _ =
              FlowCapture.start(
                  settings, places, publisher::latest, board, () -> clock.now().wall());
          Faces _ = Faces.open(settings, publisher, clock, console)) {
        daemon.run();
        well.set(true);
      } catch (StoreException e) {
        // Told here, too: when the process was asked to end, nobody above gets to say it.
        System.err.println("vpnledger: " + e.getMessage());
        throw e;
      } finally {
        done.countDown();
      }
    }
  }

  /** On SIGTERM and SIGINT: lets the daemon commit, then ends as if it had ended by itself. */
  private static void end(Daemon daemon, CountDownLatch done, AtomicBoolean well) {
    boolean asked = done.getCount() > 0;
    daemon.stop();
    try {
      if (asked && done.await(20, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(well.get() ? 0 : Mistakes.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
