package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Born;
import org.vpnledger.vpn.Observation.Gone;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Observation.ReadFailed;
import org.vpnledger.vpn.TunnelId;

class UapiSourceTest {
  private static final Moment NOW = new Moment(Golden.WALL, 42, "test");
  private static final TunnelId OFFICE = new TunnelId("uapi", "wg-office.1");
  private static final byte[] ANSWER = Golden.bytes("office.uapi");

  @TempDir Path folder;
  private UapiSource source;

  @BeforeEach
  void open() {
    source = source(InterfaceFilter.ALL, Duration.ofMillis(1_500));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private UapiSource source(InterfaceFilter filter, Duration timeout) {
    return new UapiSource("uapi", () -> List.of(folder), filter, timeout, () -> NOW);
  }

  private Path socket(String name) {
    return folder.resolve(name + ".sock");
  }

  private FakeUserspace office(FakeUserspace.Behaviour behaviour) throws IOException {
    return new FakeUserspace(socket("wg-office.1"), behaviour);
  }

  @Test
  void a_new_tunnel_is_born_and_read_and_later_only_read() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER))) {
      List<Observation> first = source.poll();
      assertThat(first).hasSize(2);
      assertThat(first.getFirst()).isEqualTo(new Born(OFFICE, NOW));
      assertThat(first.getLast()).isInstanceOfSatisfying(Read.class, this::isOffice);
      assertThat(source.poll()).singleElement().isInstanceOfSatisfying(Read.class, this::isOffice);
    }
  }

  @Test
  void an_interface_of_amneziawg_is_read_and_its_handshakes_cannot_be_heard() throws Exception {
    Path amnezia = Files.createDirectory(folder.resolve("amneziawg"));
    byte[] answer = Golden.bytes("amnezia.uapi");
    try (FakeUserspace _ =
            new FakeUserspace(amnezia.resolve("awg0.sock"), FakeUserspace.says(answer));
        FakeUserspace _ = office(FakeUserspace.says(ANSWER));
        UapiSource both =
            new UapiSource(
                "uapi",
                () -> List.of(folder, amnezia),
                InterfaceFilter.ALL,
                Duration.ofMillis(1_500),
                () -> NOW)) {
      assertThat(both.poll()).filteredOn(Read.class::isInstance).hasSize(2);
      assertThat(both.disguised()).containsExactly("awg0");
    }
  }

  private void isOffice(Read read) {
    assertThat(read.tunnel()).isEqualTo(OFFICE);
    assertThat(read.at()).isEqualTo(NOW);
    assertThat(read.device().listenPort()).isEqualTo(51820);
    assertThat(read.connections()).hasSize(4);
    Epoch epoch = read.connections().getFirst().epoch();
    assertThat(epoch.scheme()).isEqualTo("socket");
    assertThat(read.connections()).allMatch(connection -> connection.epoch().equals(epoch));
  }

  @Test
  void an_answer_may_come_in_pieces_and_the_connection_stay_open() throws Exception {
    FakeUserspace.Behaviour slow =
        channel -> {
          for (byte b : ANSWER) {
            FakeUserspace.write(channel, new byte[] {b});
          }
          Thread.sleep(60_000);
        };
    try (FakeUserspace _ = office(slow)) {
      assertThat(source.poll()).hasSize(2);
    }
  }

  @Test
  void a_hanging_socket_fails_at_its_deadline_and_hides_no_other() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER));
        FakeUserspace _ = new FakeUserspace(socket("wg1"), FakeUserspace.hangs());
        FakeUserspace _ = new FakeUserspace(socket("wg2"), FakeUserspace.hangs())) {
      long begin = System.nanoTime();
      List<Observation> seen = source.poll();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(seen).hasSize(4);
      assertThat(seen.subList(0, 2)).hasOnlyElementsOfTypes(Born.class, Read.class);
      assertThat(seen.subList(2, 4))
          .allSatisfy(failed ->
              assertThat(failed)
                  .isInstanceOfSatisfying(
                      ReadFailed.class,
                      it -> assertThat(it.reason()).contains("no answer within 1500 ms")));
    }
  }

  @Test
  void a_failed_read_says_nothing_of_the_tunnels_end() throws Exception {
    try (FakeUserspace fake = office(FakeUserspace.says(ANSWER))) {
      assertThat(source.poll()).hasSize(2);
      fake.behave(FakeUserspace.says(Golden.ascii("errno=13\n\n")));
      failsWith("errno 13");
      fake.behave(FakeUserspace.says(Arrays.copyOf(ANSWER, ANSWER.length / 2)));
      failsWith("cut short");
      assertThat(source.poll())
          .singleElement()
          .isInstanceOfSatisfying(
              ReadFailed.class, failed -> assertThat(failed.malformed()).isTrue());
      fake.behave(FakeUserspace.says(new byte[0]));
      failsWith("cut short");
      fake.behave(FakeUserspace.says(ANSWER));
      assertThat(source.poll()).singleElement().isInstanceOf(Read.class);
    }
  }

  private void failsWith(String reason) throws Exception {
    assertThat(source.poll())
        .singleElement()
        .isInstanceOfSatisfying(
            ReadFailed.class,
            failed ->
                assertThat(failed.reason()).startsWith("read wg-office.1: ").contains(reason));
  }

  @Test
  void an_answer_without_end_is_given_up_at_the_limit() throws Exception {
    FakeUserspace.Behaviour endless =
        channel -> {
          byte[] more = Golden.ascii("x=y\n".repeat(64 << 10));
          while (true) {
            FakeUserspace.write(channel, more);
          }
        };
    try (FakeUserspace _ = office(endless)) {
      source = source(InterfaceFilter.ALL, Duration.ofSeconds(20));
      failsWith("larger than 67108864 bytes");
    }
  }

  @Test
  void a_tunnel_whose_socket_vanishes_is_gone_once() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER))) {
      assertThat(source.poll()).hasSize(2);
    }
    Files.delete(socket("wg-office.1"));
    assertThat(source.poll()).containsExactly(new Gone(OFFICE, NOW));
    assertThat(source.poll()).isEmpty();
  }

  @Test
  void a_tunnel_to_which_nobody_listens_is_gone_once_and_born_again() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER))) {
      assertThat(source.poll()).hasSize(2);
    }
    assertThat(source.poll()).containsExactly(new Gone(OFFICE, NOW));
    assertThat(source.poll()).isEmpty();
    Files.delete(socket("wg-office.1"));
    try (FakeUserspace _ = new FakeUserspace(socket("wg-office.1"), FakeUserspace.says(ANSWER))) {
      assertThat(source.poll()).hasOnlyElementsOfTypes(Born.class, Read.class).hasSize(2);
    }
  }

  @Test
  void a_socket_made_anew_between_two_looks_is_another_epoch() throws Exception {
    Epoch before;
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER))) {
      before = epochOf(source.poll());
    }
    Files.delete(socket("wg-office.1"));
    try (FakeUserspace _ = new FakeUserspace(socket("wg-office.1"), FakeUserspace.says(ANSWER))) {
      assertThat(before.isReplacedBy(epochOf(source.poll()))).isTrue();
    }
  }

  @Test
  void a_socket_replaced_while_it_is_read_is_not_believed() throws Exception {
    FakeUserspace.Behaviour restarts =
        channel -> {
          Files.delete(socket("wg-office.1"));
          Files.createFile(socket("wg-office.1"));
          FakeUserspace.write(channel, ANSWER);
        };
    try (FakeUserspace _ = office(restarts)) {
      failsWith("vanished");
    }
  }

  private static Epoch epochOf(List<Observation> seen) {
    return ((Read) seen.getLast()).connections().getFirst().epoch();
  }

  @Test
  void only_wanted_interfaces_are_read_and_other_files_passed_over() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.says(ANSWER));
        FakeUserspace _ = new FakeUserspace(socket("wg1"), FakeUserspace.says(ANSWER));
        FakeUserspace _ = new FakeUserspace(socket("not a name"), FakeUserspace.says(ANSWER))) {
      Files.createFile(socket("plain"));
      Files.createFile(folder.resolve("wg1.conf"));
      assertThat(source.poll()).hasSize(4);
      source = source(InterfaceFilter.only(Set.of("wg1", "other")), Duration.ofMillis(1_500));
      assertThat(source.poll())
          .extracting(seen -> seen.tunnel().interfaceName())
          .containsExactly("wg1", "wg1");
    }
  }

  @Test
  void without_a_folder_there_is_no_tunnel() throws Exception {
    try (UapiSource nowhere =
        new UapiSource(
            "uapi",
            () -> List.of(folder.resolve("absent")),
            InterfaceFilter.ALL,
            UapiSource.DEFAULT_TIMEOUT,
            () -> NOW)) {
      assertThat(nowhere.poll()).isEmpty();
    }
  }

  @Test
  void an_interrupt_ends_the_look() throws Exception {
    try (FakeUserspace _ = office(FakeUserspace.hangs())) {
      source = source(InterfaceFilter.ALL, Duration.ofSeconds(30));
      Thread.currentThread().interrupt();
      assertThatThrownBy(source::poll).isInstanceOf(InterruptedException.class);
    }
  }
}
