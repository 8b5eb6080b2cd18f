package org.vpnledger.service;

import java.io.Serial;

/** Setting the service up cannot go on; the message is for people and says what to do. */
public final class ServiceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  ServiceException(String message) {
    super(message);
  }

  ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
