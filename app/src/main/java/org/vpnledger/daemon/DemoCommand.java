package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.ledger.Ledger;
import org.vpnledger.ledger.Outcome;
import org.vpnledger.ledger.State;
import org.vpnledger.name.NameBook;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.sim.SimulatedGateway;
import org.vpnledger.source.sim.SimulatedSource;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.PeerKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger demo}: the daemon over a simulated gateway, in a folder of its own. */
@Command(
    name = "demo",
    description =
        "the same over a simulated gateway of 25 peers with some days of history, in a folder of its own")
final class DemoCommand implements Callable<Integer> {
  private static final long SEED = 25;
  private static final Duration STEP = Duration.ofMinutes(1);

  @ParentCommand Main main;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "days of history that a new demo begins with (default: 30)")
  int days = 30;

  @Mixin ListenFlags listening = new ListenFlags();

  @Option(names = "--only-history", hidden = true, description = "ends once the history is made")
  boolean onlyHistory;

  @Override
  public Integer call() throws InterruptedException {
    if (days < 0 || days > 34) {
      throw new IllegalArgumentException("--days takes 0 to 34");
    }
    Settings settings = inFolderOfItsOwn(main.configuration(listening.given()).settings());
    ViewSettings.requireSound(settings);
    ObservationClock clock = new SystemObservationClock();
    Console console = new Console(System.out, main.name());
    DataFolder folder = new DataFolder(settings.dataDir());
    folder.create();
    Instant birth = beginning(folder, settings, clock.now());
    SimulatedGateway gateway = new SimulatedGateway(SEED, birth, settings.zone());
    NameBook names =
        new NameBook(
            NameBook.Where.table(gateway.names()),
            List::of,
            InstantSource.system(),
            settings.zone());
    if (!java.nio.file.Files.exists(folder.database())) {
      writeHistory(folder, settings, gateway, clock.now(), console);
    }
    if (onlyHistory) {
      return 0;
    }
    RunCommand.keep(
        settings,
        List.of(new SimulatedSource(gateway, clock)),
        TunnelPlaces.HERE,
        names,
        clock,
        console);
    return 0;
  }

  private Settings inFolderOfItsOwn(Settings settings) {
    Path folder = settings.dataDir();
    Path demo =
        main.dataDir == null ? folder.resolveSibling(folder.getFileName() + "-demo") : folder;
    Path logs = main.logDir == null ? demo.resolve("log") : settings.logDir();
    return settings.elsewhere("demo", demo, logs);
  }

  /** The simulated gateway's own first day: the same each time that the demo is started again. */
  private static Instant beginning(DataFolder folder, Settings settings, Moment now) {
    Path file = folder.path().resolve("demo-begin");
    try {
      if (java.nio.file.Files.exists(file)) {
        return Instant.parse(java.nio.file.Files.readString(file).strip());
      }
      Instant today =
          LocalDate.ofInstant(now.wall(), settings.zone())
              .atStartOfDay(settings.zone())
              .toInstant();
      java.nio.file.Files.writeString(file, today + "\n");
      return today;
    } catch (java.io.IOException | java.time.DateTimeException e) {
      throw new Complaint(file + ": " + e.getMessage() + ": delete the demo's folder");
    }
  }

  /** The days before now, through the same ledger and store as real reads. */
  private void writeHistory(
      DataFolder folder, Settings settings, SimulatedGateway gateway, Moment now, Console console) {
    console.say("making   %d days of history".formatted(days));
    Book book = Book.open(folder, settings, now.wall(), console::say);
    try (var writer = book.writer()) {
      Ledger ledger = new Ledger(book.rules());
      State state = book.state();
      Pending pending = new Pending();
      long steps = Duration.ofDays(days).dividedBy(STEP);
      for (long step = steps; step >= 1; step--) {
        Duration ago = STEP.multipliedBy(step);
        Moment at =
            new Moment(now.wall().minus(ago), now.monotonicNanos() - ago.toNanos(), now.clock());
        Observation.Read read = gateway.at(at);
        if (step == steps) {
          for (var name : gateway.names().entrySet()) {
            state = named(ledger, state, read, name.getKey(), name.getValue(), pending);
          }
        }
        Outcome outcome = ledger.apply(state, read);
        state = outcome.state();
        pending.add(outcome.entries());
        if (step % 720 == 1) {
          writer.commit(pending.entries(), Durability.PROCESS);
          pending.clear();
        }
      }
      writer.commit(pending.entries(), Durability.POWER_CUT);
    }
  }

  private static State named(
      Ledger ledger,
      State state,
      Observation.Read read,
      PeerKey peer,
      String name,
      Pending pending) {
    Outcome outcome =
        ledger.apply(state, new Observation.Renamed(read.tunnel(), read.at(), peer, name));
    pending.add(outcome.entries());
    return outcome.state();
  }
}
