package org.vpnledger.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the server's end of TLS of an accepted socket, with the certificates of that moment. The
 * server beneath asks for nothing else, and sets neither protocols nor whether clients must show a
 * certificate, so that is done here.
 */
final class TlsSockets extends SSLSocketFactory {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Certificates certificates;

  TlsSockets(Certificates certificates) {
    this.certificates = certificates;
  }

  /** The socket is closed with its TLS, whatever was asked for: nobody else would close it. */
  @Override
  public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose)
      throws IOException {
    Socket made = certificates.current().getSocketFactory().createSocket(socket, consumed, true);
    if (!(made instanceof SSLSocket tls)) {
      throw new IOException("no TLS socket");
    }
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNeedClientAuth(certificates.clientsShowOne());
    tls.setSSLParameters(parameters);
    return tls;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return certificates.current().getSocketFactory().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return certificates.current().getSocketFactory().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connectsNowhere();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw connectsNowhere();
  }

  private static UnsupportedOperationException connectsNowhere() {
    return new UnsupportedOperationException("a listener connects to nobody");
  }
}
