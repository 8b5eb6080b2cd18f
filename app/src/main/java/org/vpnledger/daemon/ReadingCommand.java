package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.container.Containers;
import org.vpnledger.name.NameBook;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code vpnledger reading}: what {@code wg-stats-logger.sh} does, one reading of every client now.
 * A running daemon is asked for it; without one the tunnels are read here, once.
 */
@Command(
    name = "reading",
    description = "takes one reading of every client now, as wg-stats-logger.sh does")
final class ReadingCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = main.configuration().settings();
    DataFolder folder = new DataFolder(settings.dataDir());
    folder.create();
    try (DataFolder.Lock lock = folder.tryLock()) {
      int taken = lock == null ? ask(folder) : take(settings, folder);
      main.out().println("%d readings taken".formatted(taken));
      main.out().flush();
    }
    return 0;
  }

  private static int ask(DataFolder folder) {
    try {
      String answer = ControlSocket.ask(folder.path(), ControlSocket.READING);
      if (!answer.startsWith("ok ")) {
        throw new Complaint("no readings: " + ControlSocket.reason(answer));
      }
      return Integer.parseInt(answer.substring(3));
    } catch (IOException e) {
      throw new Complaint(
          "the daemon that keeps the ledger in "
              + folder.path()
              + " cannot be asked ("
              + e.getMessage()
              + "): run as root or as its user");
    }
  }

  private static int take(Settings settings, DataFolder folder) throws InterruptedException {
    ObservationClock clock = new SystemObservationClock();
    Containers containers = new Containers(Path.of("/"));
    List<Source> sources =
        Sources.of(settings, List.of(), containers, new Moments(Noticing.POLLS), clock);
    NameBook names = Names.book(settings, containers, sources);
    try (Recorder recorder = new Recorder(folder, settings, clock, names)) {
      recorder.refreshNames();
      RollCall rollCall =
          new RollCall(sources.stream().map(Source::name).collect(Collectors.toSet()));
      look(sources, recorder, rollCall);
      if (rollCall.isAnyMissing(recorder.state())) {
        look(sources, recorder, rollCall); // a tunnel that is not there is looked for twice
        recorder.observe(rollCall.missing(recorder.state(), recorder.now()));
      }
      return recorder.takeReadings();
    } finally {
      sources.forEach(Source::close);
    }
  }

  private static void look(List<Source> sources, Recorder recorder, RollCall rollCall)
      throws InterruptedException {
    for (Source source : sources) {
      try {
        List<Observation> seen = source.poll();
        recorder.observe(seen);
        rollCall.note(source.name(), seen);
      } catch (SourceException e) {
        System.err.println("vpnledger: source " + source.name() + ": " + e.getMessage());
      }
    }
  }
}
