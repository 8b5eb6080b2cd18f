package org.vpnledger.flow.capture;

import java.io.IOException;
import java.io.Serial;

/** A file of packets that is none, or is damaged: one line that says where. */
public final class CaptureException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  CaptureException(String message) {
    super(message);
  }
}
