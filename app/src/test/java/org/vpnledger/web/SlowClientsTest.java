package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that take their time, or everybody else's. */
final class SlowClientsTest {
  private static final int SMALL_WINDOW = 4096;

  /** More than the buffers of both ends' kernels take. */
  private static final List<byte[]> BIG = Collections.nCopies(20, new byte[1 << 20]);

  private static final Map<String, Page> PAGES =
      Map.of(
          "/big", _ -> new Answer(200, "text/plain", null, BIG),
          "/small", _ -> Answer.text(200, "small"));

  @Test
  void forty_clients_that_never_read_keep_nobody_waiting_and_are_gone_at_the_deadline()
      throws IOException {
    List<RawClient> slow = new ArrayList<>();
    try (Listener listener = Listeners.of(PAGES, Listeners.QUICK);
        RawClient other = new RawClient(listener.port())) {
      for (int i = 0; i < 40; i++) {
        slow.add(new RawClient(listener.port(), SMALL_WINDOW).get("/big"));
      }
      assertThat(other.get("/small").response().body()).isEqualTo("small\n");
      for (RawClient client : slow) {
        assertThat(client.isClosedByServer()).isTrue();
      }
    } finally {
      closeAll(slow);
    }
  }

  @Test
  void a_client_that_reads_a_little_now_and_then_is_cut_at_the_deadline_all_the_same()
      throws Exception {
    try (Listener listener = Listeners.of(PAGES, Listeners.QUICK);
        RawClient client = new RawClient(listener.port(), SMALL_WINDOW)) {
      client.get("/big");
      long read = 0;
      try {
        while (client.readSome(1000) > 0) {
          read += 1000;
          Thread.sleep(50);
        }
      } catch (java.net.SocketException _) {
        // reset: what it did not read is thrown away
      }
      assertThat(read).isBetween(1L, 10L << 20);
    }
  }

  @Test
  void the_body_of_a_client_that_was_cut_is_let_go() throws Exception {
    List<WeakReference<byte[]>> bodies = Collections.synchronizedList(new ArrayList<>());
    Page page =
        _ -> {
          byte[] body = new byte[10 << 20];
          bodies.add(new WeakReference<>(body));
          return new Answer(200, "text/plain", null, List.of(body));
        };
    try (Listener listener = Listeners.of(Map.of("/own", page), Listeners.QUICK);
        RawClient client = new RawClient(listener.port(), SMALL_WINDOW)) {
      client.get("/own");
      assertThat(client.isClosedByServer()).isTrue();
      for (int i = 0; i < 100 && bodies.getFirst().get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(bodies.getFirst().get()).isNull();
    }
  }

  @Test
  void bodies_that_are_too_much_together_cost_those_their_connection_who_do_not_read()
      throws Exception {
    Bounds bounds = within(64, 30 << 20, Duration.ofMinutes(1));
    Page page = _ -> new Answer(200, "text/plain", null, List.of(new byte[10 << 20]));
    List<RawClient> slow = new ArrayList<>();
    try (Listener listener = Listeners.of(Map.of("/own", page), bounds)) {
      for (int i = 0; i < 4; i++) {
        slow.add(new RawClient(listener.port(), SMALL_WINDOW).get("/own"));
        slow.getLast().readSome(1); // the answer is under way
      }
      assertThat(slow.getFirst().isClosedByServer()).as("who waited longest").isTrue();
      try (RawClient reader = new RawClient(listener.port())) {
        assertThat(reader.get("/own").response().body()).hasSize(10 << 20);
      }
    } finally {
      closeAll(slow);
    }
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_cut_at_its_deadline() throws Exception {
    try (Listener listener = Listeners.of(PAGES, Listeners.QUICK);
        RawClient client = new RawClient(listener.port())) {
      int sent = 0;
      try {
        client.send("GET /small HTTP/1.1\r\nX: ");
        while (sent < 400) {
          client.send("a");
          sent++;
          Thread.sleep(50);
        }
      } catch (java.net.SocketException _) {
        // reset
      }
      assertThat(sent).isBetween(1, 399);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_client_that_says_nothing_at_first_or_after_an_answer_is_cut() throws IOException {
    try (Listener listener = Listeners.of(PAGES, Listeners.QUICK);
        RawClient silent = new RawClient(listener.port());
        RawClient satisfied = new RawClient(listener.port())) {
      satisfied.get("/small").response();
      assertThat(silent.isClosedByServer()).isTrue();
      assertThat(satisfied.isClosedByServer()).isTrue();
    }
  }

  @Test
  void where_there_is_no_room_idle_clients_make_it() throws Exception {
    List<RawClient> idle = new ArrayList<>();
    try (Listener listener = Listeners.of(PAGES, within(2, 1 << 20, Duration.ofMinutes(1)))) {
      for (int i = 0; i < 10; i++) {
        idle.add(answered(listener));
      }
      assertThat(idle.getFirst().isClosedByServer()).isTrue();
    } finally {
      closeAll(idle);
    }
  }

  @Test
  void where_all_are_being_answered_a_new_client_is_turned_away() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch told = new CountDownLatch(1);
    Page page =
        _ -> {
          asked.countDown();
          await(told);
          return Answer.text(200, "at last");
        };
    try (Listener listener =
            Listeners.of(Map.of("/late", page), within(2, 1 << 20, Duration.ofMinutes(1)));
        RawClient first = new RawClient(listener.port());
        RawClient second = new RawClient(listener.port())) {
      first.get("/late");
      second.get("/late");
      asked.await();
      try (RawClient third = new RawClient(listener.port())) {
        assertThat(third.isClosedByServer()).isTrue();
      }
      told.countDown();
      assertThat(first.response().body()).isEqualTo("at last\n");
      assertThat(second.response().body()).isEqualTo("at last\n");
    }
  }

  @Test
  void no_more_answers_are_made_at_once_than_allowed_and_who_waits_too_long_is_told_to_come_later()
      throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Page page =
        _ -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          asked.countDown();
          await(told);
          now.decrementAndGet();
          return Answer.text(200, "at last");
        };
    Bounds bounds =
        new Bounds(
            64,
            1,
            Duration.ofMillis(200),
            8192,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            1 << 20);
    try (Listener listener = Listeners.of(Map.of("/late", page), bounds);
        RawClient first = new RawClient(listener.port());
        RawClient second = new RawClient(listener.port())) {
      first.get("/late");
      asked.await();
      RawClient.Response response = second.get("/late").response();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.header("retry-after")).isEqualTo("1");
      told.countDown();
      assertThat(first.response().status()).isEqualTo(200);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void heads_that_are_too_long_are_refused_and_the_connection_is_closed() throws IOException {
    String kilobytes = "x".repeat(9000);
    try (Listener listener = Listeners.of(PAGES)) {
      for (String request :
          List.of(
              "GET /small?" + kilobytes + " HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /small HTTP/1.1\r\nHost: x\r\nX: " + kilobytes + "\r\n\r\n",
              "GET /small HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(2000) + "\r\n",
              kilobytes)) {
        try (RawClient client = new RawClient(listener.port()).send(request)) {
          assertThat(client.response().status()).isBetween(400, 431);
          assertThat(client.isClosedByServer()).isTrue();
        }
      }
    }
  }

  @Test
  void a_request_with_a_body_is_refused_and_the_connection_is_closed() throws IOException {
    try (Listener listener = Listeners.of(PAGES)) {
      for (String header :
          Arrays.asList(
              "Content-Length: 5",
              "Content-Length: 99999999999",
              "Transfer-Encoding: chunked",
              "Content-Length: 5\r\nExpect: 100-continue")) {
        for (String method : List.of("GET", "POST")) {
          try (RawClient client = new RawClient(listener.port())) {
            RawClient.Response response =
                client.request(method, "/small", header).send("5\r\nhello").response();
            assertThat(response.status()).as(header).isEqualTo(413);
            assertThat(response.header("connection")).as(header).isEqualTo("close");
            assertThat(client.isClosedByServer()).as(header).isTrue();
          }
        }
      }
    }
  }

  /**
   * A client that has got an answer. The server may not know yet that it is done with the client
   * before, and turn this one away; then it comes again, for less time than makes a client that is
   * not idle one that may be cut.
   */
  private static RawClient answered(Listener listener) throws Exception {
    for (int attempt = 0; ; attempt++) {
      RawClient client = new RawClient(listener.port());
      try {
        assertThat(client.get("/small").response().body()).isEqualTo("small\n");
        return client;
      } catch (IOException e) {
        client.close();
        if (attempt == 20) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private static Bounds within(int connections, long bodyBytes, Duration time) {
    return new Bounds(connections, 4, time, 8192, time, time, time, bodyBytes);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void closeAll(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }
}
