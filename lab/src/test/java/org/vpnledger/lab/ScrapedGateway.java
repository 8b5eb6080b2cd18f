package org.vpnledger.lab;

import java.util.function.Function;

/**
 * A gateway, the daemon over it, and a Prometheus that scrapes the daemon.
 *
 * @param port where the daemon serves its pages
 */
record ScrapedGateway(Gateway gateway, Ledger ledger, PrometheusServer prometheus, int port)
    implements AutoCloseable {

  /**
   * Makes gateway and daemon while Prometheus is starting, and waits for none of their scrapes.
   *
   * @param prometheus scrapes that port; it is not closed with the rest
   * @param settings the daemon's configuration, without where it listens
   */
  static ScrapedGateway start(
      int port, PrometheusServer prometheus, int peers, Function<Gateway, String> settings) {
    Gateway gateway = Gateway.withPeers(peers);
    try {
      Ledger ledger = Ledger.start(Ledger.servedAt(port, settings.apply(gateway)));
      return new ScrapedGateway(gateway, ledger, prometheus, port);
    } catch (RuntimeException | AssertionError e) {
      gateway.close();
      throw e;
    }
  }

  Http.Answer get(String path) {
    return Http.get(port, path);
  }

  @Override
  public void close() {
    ledger.close();
    gateway.close();
  }
}
