package org.vpnledger.daemon;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.vpnledger.cli.AddressesCommand;
import org.vpnledger.cli.DbCommand;
import org.vpnledger.cli.EventsCommand;
import org.vpnledger.cli.ExportCommand;
import org.vpnledger.cli.FlowsCommand;
import org.vpnledger.cli.MachineCommand;
import org.vpnledger.cli.NamesCommand;
import org.vpnledger.cli.RawCommand;
import org.vpnledger.cli.SessionsCommand;
import org.vpnledger.cli.StatusCommand;
import org.vpnledger.cli.TopCommand;
import org.vpnledger.cli.UsageCommand;
import org.vpnledger.cli.WgStatsCommands;
import picocli.CommandLine;

/**
 * The commands by their names. Only those that a command line may mean are made: to make them all
 * takes longer than most of them run.
 */
final class Commands {
  private static final Map<String, Class<?>> ALL = all();

  /** In the order in which help shows them. */
  static final Set<String> NAMES = names();

  /** Whoever asks for these wants to see all. */
  private static final Set<String> HELP = Set.of("-h", "--help");

  private static final String FLOWS = "flows";
  private static final String READ = "read";
  private static final String POLICY = "policy";

  private Commands() {}

  private static Map<String, Class<?>> all() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("run", RunCommand.class);
    commands.put("demo", DemoCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("latest", WgStatsCommands.Latest.class);
    commands.put("summary", WgStatsCommands.Summary.class);
    commands.put("today", WgStatsCommands.Today.class);
    commands.put("client", WgStatsCommands.Client.class);
    commands.put("raw", RawCommand.class);
    commands.put("usage", UsageCommand.class);
    commands.put("sessions", SessionsCommand.class);
    commands.put("addresses", AddressesCommand.class);
    commands.put("events", EventsCommand.class);
    commands.put("top", TopCommand.class);
    commands.put("names", NamesCommand.class);
    commands.put("machine", MachineCommand.class);
    commands.put("flows", FlowsCommand.class);
    commands.put("page", PageCommand.class);
    commands.put("audit", AuditCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("import", ImportCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("wiretap", WiretapCommand.class);
    commands.put("db", DbCommand.class);
    commands.put("config", ConfigCommand.class);
    commands.put("service", ServiceCommand.class);
    commands.put("reading", ReadingCommand.class);
    commands.put("release", ReleaseCommand.class);
    commands.put("rehearse", RehearseCommand.class);
    commands.put("rehearse-packets", RehearsePacketsCommand.class);
    return Collections.unmodifiableMap(commands);
  }

  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>(ALL.keySet());
    names.addAll(FlowsCommand.QUESTIONS.keySet());
    names.addAll(List.of(READ, POLICY));
    return Collections.unmodifiableSet(names);
  }

  /**
   * The names that are among the words of a command line, wherever they stand; all if there is no
   * command among them.
   */
  static Set<String> meantBy(List<String> words) {
    Set<String> meant = new LinkedHashSet<>(words);
    meant.retainAll(NAMES);
    return Collections.disjoint(meant, ALL.keySet()) || !Collections.disjoint(words, HELP)
        ? NAMES
        : meant;
  }

  /** What parses a command line with commands of these names. */
  static CommandLine of(Main main, Set<String> names) {
    CommandLine line = new CommandLine(main);
    ALL.forEach((name, command) -> {
      if (names.contains(name)) {
        line.addSubcommand(command);
      }
    });
    if (names.contains(FLOWS)) {
      CommandLine flows = Objects.requireNonNull(line.getSubcommands().get(FLOWS));
      boolean any = names.stream().noneMatch(Commands::isOfFlows);
      FlowsCommand.QUESTIONS.forEach((name, question) -> {
        if (any || names.contains(name)) {
          flows.addSubcommand(question);
        }
      });
      // They read packets and settings, which no view does.
      if (any || names.contains(READ)) {
        flows.addSubcommand(new FlowsReadCommand(main));
      }
      if (any || names.contains(POLICY)) {
        flows.addSubcommand(new FlowsPolicyCommand(main));
      }
    }
    return line;
  }

  private static boolean isOfFlows(String name) {
    return FlowsCommand.QUESTIONS.containsKey(name) || name.equals(READ) || name.equals(POLICY);
  }
}
