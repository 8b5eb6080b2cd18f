package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;

/** Names come from outside; wherever they are shown, they are text and nothing else. */
class HostileNamesTest {
  private static final String ESCAPES = "a\u001b[2J\u001b]0;owned\u0007b";
  private static final String LINES = "a\nOFFLINE wg0\r\u2028b\u0085c";
  private static final String OVERRIDE = "exe.\u202egpj\u2066\ud83d\ude00\udb40\udc41";
  private static final String FORMULA = "=cmd|' /C calc'!A0";
  private static final String QUOTES = "\"a\",'b'\\{}[];$(id)";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {ESCAPES, LINES, OVERRIDE, FORMULA, QUOTES})
  void no_command_prints_what_a_terminal_or_a_spreadsheet_would_obey(String name) {
    Prompt user = new Prompt(folder).at(SmallLedger.END.toString());
    SmallLedger.write(user.data, name, "Bob");
    for (String command :
        List.of(
            "status",
            "status --json",
            "usage --per-peer",
            "usage --per-peer --csv",
            "usage --per-peer --json",
            "usage --per-peer --graph",
            "sessions",
            "events",
            "events --csv",
            "summary",
            "today",
            "latest",
            "top",
            "names --all",
            "names --all --csv",
            "names --json",
            "client A")) {
      String out = user.run(command.split(" ")).out();
      assertThat(harmless(out)).as(command).isTrue();
      int same = SmallLedgerLines.of(folder, command);
      assertThat(out.lines().count()).as(command + " has as many lines").isEqualTo(same);
      if (command.endsWith("--csv")) {
        assertThat(out).doesNotContain("\n=", ",=");
      }
    }
  }

  @Test
  void the_daemons_own_line_of_an_event_is_one_line() {
    Event event =
        new Event(
            EventType.ONLINE,
            null,
            SmallLedger.ALICE,
            ESCAPES + LINES + OVERRIDE,
            Instant.EPOCH,
            Instant.EPOCH,
            null,
            null,
            null,
            LINES);
    assertThat(harmless(EventLine.of(event))).isTrue();
    assertThat(EventLine.of(event).lines()).hasSize(1);
  }

  @Test
  void mistakes_repeat_what_was_typed_without_its_escapes() {
    Prompt user = new Prompt(folder).at(SmallLedger.END.toString());
    SmallLedger.write(user.data);
    for (String command : List.of("client", "usage", "sessions", "events")) {
      assertThat(harmless(user.run(command, ESCAPES + OVERRIDE).err())).isTrue();
    }
    assertThat(harmless(user.run(ESCAPES).err())).isTrue();
    assertThat(harmless(user.run("usage", "--from", ESCAPES).err())).isTrue();
    assertThat(harmless(user.run("import", ESCAPES).err())).isTrue();
  }

  private static boolean harmless(String text) {
    return text.codePoints()
        .filter(c -> c != '\n')
        .allMatch(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR ->
                  false;
              default -> true;
            });
  }

  /** What the same command prints when the peer has a name like any other. */
  private static final class SmallLedgerLines {
    static int of(Path folder, String command) {
      Path tame = folder.resolve("tame");
      Prompt user = new Prompt(folder).at(SmallLedger.END.toString());
      if (!java.nio.file.Files.exists(tame)) {
        SmallLedger.write(tame);
      }
      String[] words = ("--data-dir " + tame + " " + command).split(" ");
      return (int) user.runBare(words).out().lines().count();
    }
  }
}
