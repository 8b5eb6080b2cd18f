package org.vpnledger.daemon;

import picocli.CommandLine.Command;

/** {@code vpnledger flows}: who talked to whom. */
@Command(
    name = "flows",
    description = "who talked to whom through the tunnels, and how much",
    subcommands = {FlowsReadCommand.class})
final class FlowsCommand {}
