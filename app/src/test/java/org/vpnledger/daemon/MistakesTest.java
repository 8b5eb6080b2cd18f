package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake gets one clear line and the exit code that says whose it is. */
class MistakesTest {
  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_the_ledger() {
    user = new Prompt(folder).at(SmallLedger.END.toString());
    SmallLedger.write(user.data);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "statsu                          | 2 | unknown command 'statsu' (did you mean 'status'?)",
        "usage --jsno                    | 2 | unknown option '--jsno' (did you mean '--json'?)",
        "usage Alice Bob                 | 2 | unknown argument 'Bob'",
        "usage --by year                 | 2 | '--by'",
        "usage --json --csv              | 2 | --json, --csv are mutually exclusive",
        "usage --from yesterday          | 2 | 'yesterday' is not a time: write 2026-01-31",
        "usage --from 2026-02-30T10:00   | 2 | '2026-02-30T10:00' is not a time",
        "usage --from +99999-01-01T00:00:00Z | 2 | is not a time",
        "usage --last soon               | 2 | 'soon' is not a length of time: write 12h",
        "usage --last 9999999d           | 2 | is not a length of time",
        "usage --last 1d --from 2026-01-01 | 2 | --last and --from exclude each other",
        "usage --from 2026-02-01 --to 2026-01-01 | 2 | --from lies after --to",
        "usage --by hour --from 0001-01-01 | 2 | more than 100000 rows",
        "export --by hour --from 2026-01-01 --to 9999-12-31 | 2 | more than 100000 rows",
        "export --by peer                | 2 | --by takes hour, day, week or month here",
        "events --limit -1               | 2 | --limit needs a number from 1",
        "sessions --limit 0              | 2 | --limit needs a number from 1",
        "addresses --limit 0             | 2 | --limit needs a number from 1",
        "events --type ONLINE,LUNCH      | 2 | there is no event 'LUNCH': there are STARTED, STOPPED, ADDED, REMOVED, ONLINE, OFFLINE",
        "audit key --new /no/such/a.key  | 1 | /no/such/a.key: there is no folder /no/such: make it first",
        "audit verify --log a.log --no-log | 2 | --log and --no-log exclude each other",
        "run --log-path /var/log         | 1 | audit.log_path: /var/log is a folder: name a file in it",
        "events --at 12:00               | 2 | unknown option '--at'",
        "sessions --by year              | 2 | '--by'",
        "sessions --endpoint example.com | 2 | --endpoint: 'example.com' is no address: write 192.0.2.7",
        "sessions --endpoint 192.0.2.0/33 | 2 | is no address",
        "events --endpoint 1'OR'1'='1    | 2 | is no address",
        "sessions --tunnel wg9           | 1 | no tunnel is called 'wg9': there are uapi/wg0",
        "sessions Zoe                    | 1 | no client matches 'Zoe'",
        "sessions --at noon              | 2 | 'noon' is not a time: write '2026-01-31 10:00', 'tuesday 10:00', 10:00",
        "sessions --at 25:00             | 2 | '25:00' is not a time",
        "sessions --at 2026-03-28        | 2 | '2026-03-28' is a whole day: add a time",
        "sessions --at 2026-03-29T02:30  | 2 | '2026-03-29T02:30' never was in Europe/Berlin: the clocks went from 02:00 to 03:00",
        "sessions --at 2025-10-26T02:30  | 2 | was twice in Europe/Berlin, where the clocks were set back: write 2025-10-26T02:30:00+02:00 or 2025-10-26T02:30:00+01:00",
        "sessions --at 2026-03-29T12:00  | 2 | is still to come",
        "sessions --at 03:12 --last 1d   | 2 | --at and --from, --to, --last exclude each other",
        "addresses --at 03:12 --to 2026-01-01 | 2 | exclude each other",
        "top -n 0                        | 2 | -n needs a number from 1",
        "top -n x                        | 2 | 'x'",
        "client                          | 2 | CLIENT",
        "client Zoe                      | 1 | no client matches 'Zoe'",
        "db                              | 2 | Missing required subcommand",
        "db backup /nowhere/copy.db      | 1 | there is no folder /nowhere: make it first",
        "raw                             | 1 | bandwidth-2026-03.log does not exist",
        "status --watch                  | 1 | --watch needs a terminal",
        "status --interval soon          | 1 | --interval: ",
      })
  void one_line_and_the_right_code(String command, int code, String line) {
    Prompt.Answer answer = user.run(command.split(" +"));
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).startsWith("vpnledger: ").contains(line);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void spans_longer_than_the_ledger_are_answered_at_once() {
    String all = user.run("usage").out();
    assertThat(user.run("usage", "--last", "999999y").out()).isEqualTo(all);
    assertThat(user.run("export", "--last", "999999y").out()).isEqualTo(user.run("export").out());
    assertThat(user.run("top", "--last", "999999y").out()).contains("Alice");
    assertThat(user.run("usage", "alice", "--by", "hour", "--from", "0001-01-01").code()).isZero();
  }

  @Test
  void a_clock_that_is_none_is_named() {
    Prompt.Answer answer = user.at("noon").run("status");
    assertThat(answer.err()).startsWith("vpnledger: VPNLEDGER_NOW: 'noon' is not a time");
    assertThat(answer.code()).isEqualTo(1);
  }

  @Test
  void broken_settings_are_named_with_their_place() {
    Prompt.Answer answer = user.settings("interval = 0\nzonee = 1\n").run("status");
    assertThat(answer.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("vpnledger.toml:1:12: interval: expected whole seconds"))
        .anyMatch(line -> line.contains("vpnledger.toml:2:1: unknown key 'zonee' (did you mean"));
    assertThat(answer.code()).isEqualTo(1);
  }

  @Test
  void settings_with_which_the_daemon_would_not_start_are_not_ok() {
    Prompt.Answer answer =
        user.settings("[audit]\njson_path = \"/etc/x.json\"\n").run("config", "check");
    assertThat(answer.err().lines()).hasSize(1);
    assertThat(answer.err()).contains("audit.json_path: /etc/x.json is outside of /var/log, /tmp");
    assertThat(answer.out()).isEmpty();
    assertThat(answer.code()).isEqualTo(1);
  }

  @Test
  void the_printed_defaults_are_settings() {
    String defaults = user.run("config", "show", "--defaults").out();
    assertThat(user.settings(defaults).run("config", "check").out()).endsWith("ok\n");
    String uncommented = defaults.split("(?m)^#?\\[", 2)[0].replaceAll("(?m)^#(\\w+ = )", "$1");
    assertThat(uncommented).contains("\ninterval = 5\n");
    Prompt.Answer answer = user.settings(uncommented).run("config", "check");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void where_no_ledger_is_it_says_how_to_begin_one() throws IOException {
    Prompt nobody = new Prompt(Files.createDirectory(folder.resolve("new")));
    for (String command : new String[] {"status", "summary", "usage", "events", "export", "top"}) {
      Prompt.Answer answer = nobody.run(command);
      assertThat(answer.err()).startsWith("vpnledger: no ledger at ").contains("'vpnledger run'");
      assertThat(answer.err().lines()).hasSize(1);
      assertThat(answer.code()).isEqualTo(1);
    }
    assertThat(nobody.run("db", "path").out()).endsWith("/data/ledger.db\n");
    assertThat(nobody.data).doesNotExist();
  }

  @Test
  void a_file_that_is_no_ledger_is_not_healthy() throws IOException {
    assertThat(user.run("db", "check").out()).isEqualTo("ok\n");
    Files.writeString(user.data.resolve("ledger.db"), "no database at all, but long enough");
    assertThat(user.run("db", "check").code()).isEqualTo(3);
    assertThat(user.run("status").err()).contains("it is not a whole database");
  }

  @Test
  void a_backup_is_a_ledger_and_replaces_nothing() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("copy"));
    Path copy = elsewhere.resolve("ledger.db");
    assertThat(user.run("db", "backup", copy.toString()).code()).isZero();
    assertThat(user.run("db", "backup", copy.toString()).err()).contains("exists already");
    String usage = user.run("usage").out();
    assertThat(
            user.runBare(
                    "--config",
                    user.config().toString(),
                    "--data-dir",
                    elsewhere.toString(),
                    "usage")
                .out())
        .isEqualTo(usage);
  }

  @Test
  void colour_is_for_terminals_that_want_it() {
    assertThat(user.run("usage").out()).doesNotContain("\u001b");
    user.with("VPNLEDGER_COLUMNS", "100");
    assertThat(user.run("usage").out()).contains("\u001b[1m");
    assertThat(user.with("NO_COLOR", "1").run("usage").out()).doesNotContain("\u001b");
  }
}
