package org.vpnledger.daemon;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.vpnledger.audit.SyslogOutput;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.UnixDatagram;

/** Sends to a log daemon of this machine, over its Unix socket. */
final class LocalSender implements SyslogOutput.Sender {
  /** Where journald takes entries with fields. */
  static final String JOURNAL = "/run/systemd/journal/socket";

  private final String path;
  private @Nullable UnixDatagram socket;

  LocalSender(String path) {
    this.path = path;
  }

  @Override
  public void send(byte[] message) throws IOException {
    try {
      UnixDatagram open = socket;
      if (open == null) {
        open = UnixDatagram.open();
        socket = open;
      }
      open.send(path, message);
    } catch (KernelException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
