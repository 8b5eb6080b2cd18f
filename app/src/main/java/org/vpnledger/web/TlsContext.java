package org.vpnledger.web;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context that is always the one of the certificates in use: the server keeps this one, and
 * need not be told when the files change. Sessions of an old one are not resumed in a new one, so a
 * client whose authority was taken away does not come back by an old session.
 */
final class TlsContext extends SSLContextSpi {
  private final Certificates certificates;

  private TlsContext(Certificates certificates) {
    this.certificates = certificates;
  }

  static SSLContext of(Certificates certificates) {
    return new SSLContext(
        new TlsContext(certificates), certificates.current().getProvider(), "TLS") {};
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return new TlsSockets(certificates);
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return certificates.current().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return engineCreateSSLEngine();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return certificates.current().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return certificates.current().getClientSessionContext();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return certificates.current().getServerSocketFactory();
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys,
      TrustManager @Nullable [] authorities,
      @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is made of files");
  }
}
