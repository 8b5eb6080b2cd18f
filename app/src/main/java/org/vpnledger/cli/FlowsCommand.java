package org.vpnledger.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger flows}: questions about who talked to whom. */
@Command(
    name = "flows",
    description = "who talked to whom through the tunnels: questions about the flow log",
    synopsisSubcommandLabel = "COMMAND")
public final class FlowsCommand {
  /** Questions by their names, in the order in which help shows them. */
  public static final Map<String, Class<?>> QUESTIONS = questions();

  @ParentCommand Surroundings surroundings;

  private static Map<String, Class<?>> questions() {
    Map<String, Class<?>> questions = new LinkedHashMap<>();
    questions.put("top", FlowCommands.Top.class);
    questions.put("talkers", FlowCommands.Talkers.class);
    questions.put("dns", FlowCommands.Dns.class);
    questions.put("peer", FlowCommands.OfPeer.class);
    questions.put("host", FlowCommands.OfHost.class);
    questions.put("port", FlowCommands.OfPort.class);
    questions.put("search", FlowCommands.Search.class);
    questions.put("sql", FlowCommands.Sql.class);
    questions.put("export", FlowExportCommand.class);
    return Collections.unmodifiableMap(questions);
  }

  /** Where and how to ask. */
  Asking asking() {
    return surroundings.asking();
  }

  /** Where the flow log is. */
  FlowLogPlace flowLog() {
    return surroundings.flowLog();
  }
}
