package org.vpnledger.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger flows}: questions about who talked to whom. */
@Command(
    name = "flows",
    description = "who talked to whom through the tunnels: questions about the flow log",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FlowCommands.Top.class,
      FlowCommands.Talkers.class,
      FlowCommands.Dns.class,
      FlowCommands.OfPeer.class,
      FlowCommands.OfHost.class,
      FlowCommands.OfPort.class,
      FlowCommands.Search.class,
      FlowCommands.Sql.class,
      FlowExportCommand.class
    })
public final class FlowsCommand {
  @ParentCommand Surroundings surroundings;

  /** Where and how to ask. */
  Asking asking() {
    return surroundings.asking();
  }
}
