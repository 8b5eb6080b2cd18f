package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of who has to go, with real sockets that nobody speaks over. */
final class ConnectionsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Connections connections =
      new Connections(new Bounds(3, 1, LONG, 8192, LONG, LONG, LONG, 100));
  private final List<SocketChannel> channels = new ArrayList<>();
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    connections.close();
    server.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  @Test
  void who_is_idle_goes_before_the_new_one_and_who_is_longest_goes_first() throws IOException {
    SocketChannel answering = accepted();
    SocketChannel second = accepted();
    SocketChannel first = accepted();
    connections.answers(visit(answering));
    beIdle(visit(first));
    beIdle(visit(second));
    SocketChannel third = accepted();
    assertThat(first.isOpen()).isFalse();
    beIdle(visit(third));
    accepted();
    assertThat(second.isOpen()).isFalse();
    assertThat(third.isOpen()).isTrue();
    assertThat(answering.isOpen()).isTrue();
  }

  @Test
  void where_nobody_has_kept_us_waiting_the_new_one_goes() throws IOException {
    for (int i = 0; i < 3; i++) {
      connections.answers(visit(accepted()));
    }
    assertThatThrownBy(this::accepted).isInstanceOf(IOException.class);
  }

  @Test
  void who_closed_makes_room() throws IOException {
    for (int i = 0; i < 3; i++) {
      connections.answers(visit(accepted()));
    }
    channels.get(1).close(); // the server's end of the first
    assertThat(accepted().isOpen()).isTrue();
  }

  @Test
  void the_same_body_counts_once_and_another_cuts_who_has_waited_longest() throws IOException {
    List<byte[]> shared = List.of(new byte[60]);
    Visit first = visit(accepted());
    Visit second = visit(accepted());
    Visit third = visit(accepted());
    connections.carries(first, shared, 60);
    connections.writes(first);
    connections.carries(second, shared, 60);
    connections.writes(second);
    assertThat(first.isOpen()).isTrue();
    connections.wrote(first);
    connections.carries(third, List.of(new byte[60]), 60);
    assertThat(first.isOpen()).isFalse();
    assertThat(second.isOpen()).isFalse();
    assertThat(third.isOpen()).isTrue();
  }

  @Test
  void a_body_that_is_too_long_by_itself_is_let_through() throws IOException {
    Visit only = visit(accepted());
    connections.carries(only, List.of(new byte[1000]), 1000);
    assertThat(only.isOpen()).isTrue();
  }

  @Test
  void after_draining_nobody_is_taken_and_only_answers_go_on() throws IOException {
    SocketChannel arriving = accepted();
    SocketChannel answering = accepted();
    connections.answers(visit(answering));
    connections.drain();
    assertThat(arriving.isOpen()).isFalse();
    assertThat(answering.isOpen()).isTrue();
    assertThatThrownBy(this::accepted).isInstanceOf(IOException.class);
  }

  private void beIdle(Visit visit) {
    connections.answers(visit);
    connections.writes(visit);
    connections.awaits(visit);
  }

  private SocketChannel accepted() throws IOException {
    channels.add(SocketChannel.open(server.getLocalAddress()));
    SocketChannel accepted = server.accept();
    channels.add(accepted);
    connections.admit(accepted);
    return accepted;
  }

  private Visit visit(SocketChannel channel) throws IOException {
    Visit visit = connections.of(channel.getRemoteAddress());
    if (visit == null) {
      throw new IOException("it was cut");
    }
    return visit;
  }
}
