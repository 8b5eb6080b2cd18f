package org.vpnledger.flow.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // how it closes is what is tested
final class IpfixExporterTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final IpfixListener listener =
      new IpfixListener() {
        @Override
        public void failed(IpfixTarget target, String why) {
          told.add("failed " + why);
        }

        @Override
        public void recovered(IpfixTarget target, long dropped) {
          told.add("recovered " + dropped);
        }
      };

  private IpfixExporter exporter(String scheme, int port, int queue) {
    IpfixSettings settings =
        new IpfixSettings(
            IpfixTarget.parse(scheme + "://127.0.0.1:" + port),
            1,
            true,
            1372,
            5_000,
            queue,
            Duration.ofSeconds(1));
    return IpfixExporter.start(settings, listener, InstantSource.system());
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    while (!holds.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  private static IpfixReader.Message receive(DatagramSocket socket, IpfixReader reader)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
    socket.receive(packet);
    return reader.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice());
  }

  @Test
  void over_udp_templates_come_first_and_again_and_the_numbers_count_records() throws Exception {
    try (DatagramSocket collector = new DatagramSocket(0, LOOPBACK)) {
      int flows = 15_000;
      List<Integer> templates = new ArrayList<>();
      IpfixReader reader = new IpfixReader();
      try (IpfixExporter exporter = exporter("udp", collector.getLocalPort(), flows)) {
        for (int i = 0; i < flows; i++) {
          assertThat(exporter.offer(Flows.tcp(i))).isTrue();
        }
        // Read at once and looked at later: what is slow here loses datagrams.
        List<byte[]> datagrams = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
        collector.setSoTimeout(2000); // the last part of a message waits for a second
        try {
          while (true) {
            collector.receive(packet);
            datagrams.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            packet.setLength(65536);
          }
        } catch (SocketTimeoutException e) {
          assertThat(exporter.state().sent()).isEqualTo(flows);
        }
        int messages = 0;
        int read = 0;
        for (byte[] datagram : datagrams) {
          IpfixReader.Message message = reader.read(ByteBuffer.wrap(datagram));
          assertThat(message.sequence()).isEqualTo(read);
          if (message.templates() > 0) {
            templates.add(messages);
          } else {
            messages++;
          }
          read += message.records().size();
        }
        assertThat(templates).containsExactly(0, 500);
        assertThat(read).isEqualTo(flows);
      }
      assertThat(told).isEmpty();
    }
  }

  @Test
  void a_part_of_a_message_goes_after_a_second_or_at_the_end() throws Exception {
    try (DatagramSocket collector = new DatagramSocket(0, LOOPBACK)) {
      IpfixReader reader = new IpfixReader();
      long before = System.nanoTime();
      try (IpfixExporter exporter = exporter("udp", collector.getLocalPort(), 100)) {
        exporter.offer(Flows.tcp(1));
        assertThat(receive(collector, reader).templates()).isEqualTo(12);
        assertThat(receive(collector, reader).records()).hasSize(1);
        assertThat(System.nanoTime() - before).isGreaterThan(900_000_000L);
        exporter.offer(Flows.tcp(2));
      }
      IpfixReader.Message last = receive(collector, reader);
      assertThat(last.records()).hasSize(1);
      assertThat(last.sequence()).isEqualTo(1);
    }
  }

  @Test
  void nobody_waits_for_a_collector_that_refuses_and_what_has_no_room_is_counted()
      throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }
    try (IpfixExporter exporter = exporter("tcp", port, 10)) {
      exporter.offer(Flows.tcp(0));
      until(() -> !told.isEmpty());
      long before = System.nanoTime();
      int refused = 0;
      for (int i = 1; i <= 1000; i++) {
        refused += exporter.offer(Flows.tcp(i)) ? 0 : 1;
      }
      assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
      assertThat(refused).isEqualTo(990);
      assertThat(exporter.state())
          .isEqualTo(new IpfixState(false, 0, 990, 10, "nobody listens there"));
      try (ServerSocket collector = new ServerSocket(port, 5, LOOPBACK);
          Socket stream = collector.accept()) {
        until(() -> exporter.state().sent() == 11);
        exporter.close();
        List<IpfixReader.Message> messages =
            new IpfixReader().stream(stream.getInputStream().readAllBytes());
        assertThat(messages.getFirst().templates()).isEqualTo(12);
        assertThat(messages.stream().mapToInt(message -> message.records().size()).sum())
            .isEqualTo(11);
      }
      assertThat(told).containsExactly("failed nobody listens there", "recovered 990");
    }
  }

  @Test
  void after_a_collector_closed_the_stream_the_next_one_begins_anew_with_templates()
      throws Exception {
    try (ServerSocket collector = new ServerSocket(0, 5, LOOPBACK);
        IpfixExporter exporter = exporter("tcp", collector.getLocalPort(), 100)) {
      exporter.offer(Flows.tcp(1));
      try (Socket first = collector.accept()) {
        InputStream in = first.getInputStream();
        in.readNBytes(100);
        until(() -> exporter.state().sent() == 1);
        first.setSoLinger(true, 0); // in the middle of a message, and rudely
      }
      exporter.offer(Flows.tcp(2));
      try (Socket second = collector.accept()) {
        until(() -> exporter.state().sent() == 2);
        exporter.close();
        List<IpfixReader.Message> messages =
            new IpfixReader().stream(second.getInputStream().readAllBytes());
        assertThat(messages).extracting(IpfixReader.Message::templates).containsExactly(12, 0);
        assertThat(messages.getLast().sequence()).isZero();
        assertThat(messages.getLast().records().getFirst()).containsEntry(2, "2");
      }
    }
  }

  @Test
  void a_collector_that_never_reads_holds_up_neither_callers_nor_the_end() throws Exception {
    try (ServerSocket collector = new ServerSocket(0, 5, LOOPBACK)) {
      collector.setReceiveBufferSize(4096);
      IpfixExporter exporter = exporter("tcp", collector.getLocalPort(), 5000);
      exporter.offer(Flows.tcp(0));
      int offered = 1;
      try (Socket deaf = collector.accept()) {
        long slowest = 0;
        while (exporter.state().dropped() < 1000) {
          long before = System.nanoTime();
          exporter.offer(Flows.tcp(offered++));
          slowest = Math.max(slowest, System.nanoTime() - before);
        }
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
        assertThat(deaf.isConnected()).isTrue();
        long before = System.nanoTime();
        exporter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(7));
      }
      IpfixState state = exporter.state();
      assertThat(state.sent() + state.dropped() + state.waiting()).isEqualTo(offered);
    }
  }
}
