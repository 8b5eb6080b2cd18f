package org.vpnledger.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, the next good request is answered, and no answer blames ourselves. */
final class ListenerFuzzTest {
  private static final int ROUNDS = 3_000;

  private static final List<String> SEEDS =
      List.of(
          "GET /page HTTP/1.1\r\nHost: x\r\n\r\n",
          "HEAD /page?a=1&b=%20 HTTP/1.1\r\nHost: [::1]:80\r\nAccept: */*;q=0.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0.1, *;q=0\r\n\r\n",
          "GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: a=b\r\n\r\n",
          "POST /page HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          "GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
          "GET http://x/page#a HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "GET /page HTTP/1.0\r\n\r\n",
          "GET /page HTTP/1.1\r\nHost: x\r\n\r\nGET /page HTTP/1.1\r\nHost: x\r\n\r\n");

  private static final List<String> SPICE =
      List.of(
          "\r\n",
          "\n",
          "\r",
          "\0",
          " ",
          ":",
          "%",
          "%00",
          "%zz",
          "/../",
          "//",
          ";",
          "?",
          "#",
          "\u00ff",
          "Content-Length: -1\r\n",
          "Transfer-Encoding: gzip\r\n",
          "Host: a b\r\n",
          "HTTP/1.1",
          "\t",
          "Content-Length: 1\r\nContent-Length: 2\r\n",
          "Authorization: Basic =\r\n");

  @Test
  void no_bytes_whatever_end_the_listener_or_are_an_error_of_its_own() throws IOException {
    Random random = new Random(4711);
    Page page = request -> Answer.text(200, request.toString());
    try (Listener listener = Listeners.of(Map.of("/page", page))) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = bytes(random);
        throwAt(listener, bytes, random.nextBoolean());
        if (round % 50 == 0) {
          assertAnswers(listener, round, bytes);
        }
      }
      assertAnswers(listener, ROUNDS, new byte[0]);
      assertThat(listener.answers()).containsKeys(200, 400);
      assertThat(listener.answers().keySet())
          .allMatch(status -> status < 500 || status == 505, "no answer says that we failed");
    }
  }

  private static void assertAnswers(Listener listener, int round, byte[] after) throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      assertThat(client.get("/page").response().status())
          .as("round %d, after %s", round, new String(after, ISO_8859_1))
          .isEqualTo(200);
    }
  }

  /** Reads nothing or the beginning of what comes back, and goes. */
  private static void throwAt(Listener listener, byte[] bytes, boolean reads) throws IOException {
    try (RawClient client = new RawClient(listener.port())) {
      int half = bytes.length / 2;
      client.send(java.util.Arrays.copyOf(bytes, half));
      client.send(java.util.Arrays.copyOfRange(bytes, half, bytes.length));
      client.sendNoMore();
      if (reads) {
        client.readSome(20);
      }
    } catch (SocketException _) {
      // was cut: that is one way to answer
    }
  }

  private static byte[] bytes(Random random) {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(20_000)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, SPICE.get(random.nextInt(SPICE.size())));
        case 1 -> text.insert(at, (char) random.nextInt(256));
        case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
        case 3 -> text.insert(at, SEEDS.get(random.nextInt(SEEDS.size())));
        default -> text.insert(at, "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 9000 : 9)));
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
