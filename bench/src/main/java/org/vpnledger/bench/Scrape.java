package org.vpnledger.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One scrape over a connection of its own, read to the end and thrown away. */
record Scrape(URI address, String headers) {
  /** As Prometheus asks. */
  static final String PROMETHEUS =
      "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5\r\n"
          + "Accept-Encoding: gzip\r\n";

  /** As who replaces an old exporter may ask. */
  static final String PLAIN = "Accept: text/plain\r\n";

  /** Returns how many bytes came. Throws if the answer is not 200. */
  long run() throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(60_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
              .formatted(address.getPath(), address.getAuthority(), headers);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      long count = in.read(buffer);
      String head = new String(buffer, 0, 15, StandardCharsets.US_ASCII);
      if (!head.startsWith("HTTP/1.1 200") && !head.startsWith("HTTP/1.0 200")) {
        throw new IOException(address + " answers " + head);
      }
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
      }
      return count;
    }
  }
}
