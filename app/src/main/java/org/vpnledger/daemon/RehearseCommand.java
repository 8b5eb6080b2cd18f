package org.vpnledger.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.vpnledger.config.ConfigException;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.config.Surroundings;
import org.vpnledger.name.NameBook;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.sim.SimulatedGateway;
import org.vpnledger.source.sim.SimulatedSource;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.ObservationClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Runs the usual commands once on a small ledger of its own, so that the build can keep the classes
 * that they load: a start takes a third of the time then.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("vpnledger-rehearsal");
    try {
      rehearse(folder);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return 0;
  }

  private void rehearse(Path folder) throws IOException, InterruptedException {
    Path config = folder.resolve("vpnledger.toml");
    Files.writeString(
        config,
        """
        interval = 5
        names_files = []
        [[source]]
        type = "uapi"
        directory = "%s"
        [names]
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" = "nobody"
        """
            .formatted(folder));
    Path data = folder.resolve("data");
    run(folder, config, data, "demo", "--days", "2", "--only-history");
    for (String command :
        List.of(
            "status",
            "status --json",
            "summary",
            "today",
            "client Alice",
            "latest",
            "usage --by day",
            "usage --by hour --json",
            "usage --by peer --csv",
            "usage --graph",
            "sessions",
            "events",
            "top",
            "names --all",
            "export --csv",
            "config show",
            "db path",
            "reading",
            "check",
            "statsu",
            "--help")) {
      run(folder, config, data, command.split(" "));
    }
    listen(config, data, folder);
  }

  /** The daemon's listener and its pages, over a look at the demo's gateway. */
  private void listen(Path config, Path data, Path folder)
      throws IOException, InterruptedException {
    Map<String, String> flags =
        Map.of(
            "config", config.toString(),
            "data_dir", data.toString(),
            "log_dir", folder.resolve("log").toString(),
            "listen", "127.0.0.1:0");
    Settings settings;
    try {
      settings = Configuration.load(flags, quiet(config, folder)).settings();
    } catch (ConfigException e) {
      throw new IOException(e);
    }
    ObservationClock clock = new SystemObservationClock();
    NameBook names =
        new NameBook(
            NameBook.Where.table(Map.of()), List::of, InstantSource.system(), settings.zone());
    Source source =
        new SimulatedSource(new SimulatedGateway(1, clock.now().wall(), settings.zone()), clock);
    try (Recorder recorder = new Recorder(new DataFolder(data), settings, clock, names)) {
      Publisher publisher = new Publisher(settings, List.of(source), recorder.now());
      recorder.observe(source.poll());
      publisher.publish(recorder, true);
      Console console =
          new Console(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), "");
      try (Faces faces = Faces.open(settings, publisher, clock, console)) {
        for (String path : List.of("/metrics", "/health", "/peers")) {
          ask(faces.ports().getFirst(), path);
        }
      }
    } catch (SourceException e) {
      throw new IOException(e);
    }
  }

  private static void ask(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n"
              .formatted(path);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private void run(Path folder, Path config, Path data, String... command) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--config", config.toString(), "--data-dir", data.toString()));
    words.addAll(List.of("--log-dir", folder.resolve("log").toString()));
    words.addAll(List.of(command));
    Surroundings quiet = quiet(config, folder);
    Main.run(
        words.toArray(String[]::new),
        () -> quiet,
        new PrintWriter(Writer.nullWriter()),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private Surroundings quiet(Path config, Path folder) {
    Surroundings here = main.here();
    Map<String, String> environment = new HashMap<>();
    environment.put("VPNLEDGER_COLUMNS", "100");
    return new Surroundings(
        environment, here.root(), here.hostName(), here.zone(), folder, folder, config, folder);
  }
}
