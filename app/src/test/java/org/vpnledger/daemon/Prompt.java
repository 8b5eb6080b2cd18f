package org.vpnledger.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vpnledger.config.Surroundings;

/** A user at a prompt: a folder of their own, settings, and command lines that run in this JVM. */
final class Prompt {
  /** What a command line printed, and its exit code. */
  record Answer(int code, String out, String err) {}

  final Path folder;
  final Path data;
  final Path log;
  private final Map<String, String> environment = new HashMap<>();
  private ZoneId systemZone = ZoneId.of("UTC");
  private String calledAs = "vpnledger";

  Prompt(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.log = folder.resolve("log");
    settings("gateway_name = \"gw1\"\nzone = \"Europe/Berlin\"\nnames_files = []\n");
  }

  Prompt settings(String toml) {
    try {
      Files.writeString(config(), toml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The folder of files that services take variables from. */
  Path defaults() {
    return folder.resolve("default");
  }

  Path config() {
    return folder.resolve("vpnledger.toml");
  }

  /** Sets the clock of reading commands. */
  Prompt at(String now) {
    return with("VPNLEDGER_NOW", now);
  }

  Prompt with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Prompt inSystemZone(String zone) {
    systemZone = ZoneId.of(zone);
    return this;
  }

  /** As if started through a link of that name. */
  Prompt calledAs(String name) {
    calledAs = name;
    return this;
  }

  /** Runs a command on the ledger of the folder. */
  Answer run(String... command) {
    List<String> words = new ArrayList<>(List.of("--config", config().toString()));
    words.addAll(List.of("--data-dir", data.toString(), "--log-dir", log.toString()));
    words.addAll(List.of(command));
    return runBare(words.toArray(String[]::new));
  }

  /** Runs a command line that says everything itself. */
  Answer runBare(String... words) {
    Surroundings here =
        new Surroundings(
            environment,
            false,
            "host",
            systemZone,
            folder,
            folder,
            folder.resolve("absent.toml"),
            defaults());
    StringWriter out = new StringWriter();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setProperty("vpnledger.name", calledAs);
    int code;
    try (PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      code = Main.run(words, () -> here, new PrintWriter(out, true), errors);
    } finally {
      System.clearProperty("vpnledger.name");
    }
    return new Answer(code, out.toString(), err.toString(StandardCharsets.UTF_8));
  }
}
