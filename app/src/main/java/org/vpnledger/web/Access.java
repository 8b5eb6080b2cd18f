package org.vpnledger.web;

import java.io.IOException;
import java.util.List;

/**
 * Who may ask.
 *
 * @param credentials any of them lets in; if there are none, everybody may ask
 * @param insecure whether everybody may ask from other machines too
 */
public record Access(List<Credential> credentials, boolean insecure) {
  /** Everybody who reaches it, which has to be on this machine. */
  public static final Access LOCAL = new Access(List.of(), false);

  /** Copies the list. */
  public Access {
    credentials = List.copyOf(credentials);
  }

  /**
   * That nobody opens to a network what was meant for this machine.
   *
   * @throws IOException with one line that says what to set
   */
  public void check(ListenAddress address, boolean clientCertificates) throws IOException {
    if (!address.isLoopback() && credentials.isEmpty() && !clientCertificates && !insecure) {
      throw new IOException(
          address
              + ": other machines could ask without any password: set credentials or an authority"
              + " of client certificates, listen on 127.0.0.1, or allow it as insecure");
    }
  }
}
