package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.Surroundings;
import picocli.CommandLine;

class CommandsTest {
  @TempDir Path folder;

  private static CommandLine line(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main main = new Main(Surroundings::ofThisProcess, nowhere, nowhere);
    return Commands.of(main, Commands.meantBy(List.of(words)));
  }

  private static CommandLine flows(CommandLine line) {
    return Objects.requireNonNull(line.getSubcommands().get("flows"));
  }

  @Test
  void each_command_is_called_as_its_class_says() {
    CommandLine all = line();
    all.getSubcommands()
        .forEach((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
    assertThat(all.getSubcommands()).hasSizeGreaterThan(25);
    assertThat(all.getSubcommands().keySet()).isSubsetOf(Commands.NAMES);
    assertThat(flows(all).getSubcommands().keySet()).isSubsetOf(Commands.NAMES);
  }

  @Test
  void only_what_a_command_line_may_mean_is_made() {
    assertThat(line("--data-dir", "x", "status").getSubcommands()).containsOnlyKeys("status");
    CommandLine read = line("flows", "read", "-");
    assertThat(read.getSubcommands()).containsOnlyKeys("flows");
    assertThat(flows(read).getSubcommands()).containsOnlyKeys("read");
    assertThat(flows(line("flows")).getSubcommands()).containsKeys("top", "sql", "read", "policy");
  }

  @Test
  void help_shows_all_whatever_else_is_said() {
    assertThat(line("status", "--help").getSubcommands()).hasSizeGreaterThan(25);
  }

  @Test
  void a_misspelled_command_beside_the_name_of_another_one_is_found_among_all() {
    Prompt.Answer answer = new Prompt(folder).runBare("usaeg", "status");
    assertThat(answer.err()).contains("unknown command 'usaeg' (did you mean 'usage'?)");
    assertThat(answer.code()).isEqualTo(2);
  }
}
