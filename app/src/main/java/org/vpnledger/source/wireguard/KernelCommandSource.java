package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.util.List;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Observation;

/** The local wg, run only while the kernel has an interface to be read. */
final class KernelCommandSource implements Source {
  private final CommandSource command;
  private final Links links;

  KernelCommandSource(CommandSource command, Links links) {
    this.command = command;
    this.links = links;
  }

  @Override
  public String name() {
    return command.name();
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    return command.knowsAny() || anyInterface() ? command.poll() : List.of();
  }

  private boolean anyInterface() throws SourceException {
    try {
      return links.anyWireGuard();
    } catch (IOException e) {
      throw new SourceException("list " + links.classNet() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    command.close();
  }
}
