package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.config.Surroundings;

/** Every row of wg_monitor's table of options: its variable, its flag, what it sets. */
class MonitorOptionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOG_PATH         | --log-path         | /tmp/x.log   | audit.log_path | \"/tmp/x.log\"",
        "INTERVAL         | --interval         | 45           | interval       | 45",
        "THRESHOLD        | --threshold        | 240          | threshold      | 240",
        "STATS_INTERVAL   | --stats-interval   | 600          | stats_interval | 600",
        "INTERFACE        | --interface        | wg0,wg1      | interface      | [\"wg0\", \"wg1\"]",
        "ON_CHANGE_SCRIPT | --on-change-script | /usr/bin/env | hook.script    | \"/usr/bin/env\"",
        "ON_CHANGE_EVENTS | --on-change-events | ROAMED,ADDED | hook.events    | [\"ROAMED\", \"ADDED\"]",
        "DEBUG            | --debug            | true         | debug          | true",
      })
  void every_variable_and_every_flag_works_under_its_name(
      String variable, String flag, String value, String key, String shown) throws IOException {
    String line = key.substring(key.indexOf('.') + 1) + " = " + shown + " ";
    for (String file : List.of("wg-monitor", "vpnledger")) {
      Prompt user = new Prompt(Files.createDirectories(folder.resolve(file)));
      Files.createDirectory(user.defaults());
      Files.writeString(user.defaults().resolve(file), variable + "=" + value + "\n");
      assertThat(user.run("config", "show").out().lines())
          .anyMatch(told -> told.startsWith(line) && told.endsWith("default/" + file + ":1"));
    }
    assertThat(flag.equals("--debug") ? flags(flag) : flags(flag, value)).containsEntry(key, value);
  }

  /** What {@code run} with these flags sets, by key. */
  private static Map<String, String> flags(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main main = new Main(Surroundings::ofThisProcess, nowhere, nowhere);
    List<String> line = new ArrayList<>(List.of("run"));
    line.addAll(List.of(words));
    RunCommand run =
        (RunCommand)
            Commands.of(main, Commands.NAMES)
                .parseArgs(line.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .userObject();
    Map<String, String> flags = main.flags();
    flags.putAll(run.flags.given());
    return flags;
  }

  @Test
  void an_interface_may_be_given_again() {
    assertThat(flags("--interface", "wg0", "--interface=wg1,wg2"))
        .containsEntry("interface", "wg0,wg1,wg2");
  }

  @Test
  void flags_of_run_are_corrected_as_the_variables_are_and_named_in_messages() {
    Prompt user = new Prompt(folder);
    assertThat(user.run("config", "check", "--interval", "2").out())
        .contains("warning: --interval: Interval too small (<5s), setting to 5s");
    assertThat(user.run("run", "--stats-interval", "soon", "--on-change-script", "").err().lines())
        .containsExactly(
            "vpnledger: --stats-interval: expected whole seconds from 60 to 604800, found \"soon\"");
  }

  @Test
  void a_data_folder_of_the_defaults_is_where_is_asked() throws IOException {
    Prompt user = new Prompt(folder);
    Files.createDirectory(user.defaults());
    Files.writeString(user.defaults().resolve("vpnledger"), "VPNLEDGER_DATA_DIR=/srv/ledger\n");
    Files.writeString(user.defaults().resolve("vpnledger-b"), "VPNLEDGER_DATA_DIR=/srv/b\n");
    assertThat(user.runBare("db", "path").out()).isEqualTo("/srv/ledger/ledger.db\n");
    assertThat(user.runBare("db", "path", "--instance", "b").out()).isEqualTo("/srv/b/ledger.db\n");
    assertThat(user.runBare("--instance", "c", "db", "path").out())
        .endsWith("/.local/state/vpnledger-c/ledger.db\n");
  }
}
