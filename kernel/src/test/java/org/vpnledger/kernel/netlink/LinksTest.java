package org.vpnledger.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two kernels of Debian's answered to RTM_GETLINK, and what nobody ever would. */
final class LinksTest {
  private static final int NEW_LINK = 16;
  private static final int MUTATIONS = 5_000;

  /** Each datagram follows its length, four bytes with the highest first. */
  private static List<byte[]> recording(String kernel) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LinksTest.class.getResourceAsStream("links-" + kernel + ".bin"))) {
      ByteBuffer file = ByteBuffer.wrap(in.readAllBytes());
      List<byte[]> datagrams = new ArrayList<>();
      while (file.hasRemaining()) {
        byte[] datagram = new byte[file.getInt()];
        file.get(datagram);
        datagrams.add(datagram);
      }
      return datagrams;
    }
  }

  private static List<Link> links(List<byte[]> datagrams) throws IOException {
    int sequence = ByteBuffer.wrap(datagrams.getFirst()).order(ByteOrder.nativeOrder()).getInt(8);
    Messages answer = new Messages("links", sequence);
    List<Link> links = new ArrayList<>();
    for (byte[] datagram : datagrams) {
      answer.read(
          datagram,
          datagram.length,
          (type, bytes, from, to) -> {
            if (type == NEW_LINK) {
              links.add(Links.read(bytes, from, to));
            }
          });
    }
    return links;
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void a_recorded_answer_names_every_interface_and_its_kind(String kernel) throws IOException {
    assertThat(links(recording(kernel)))
        .extracting(link -> link.name() + " " + link.kind())
        .containsExactlyInAnyOrder(
            "lo ",
            "veth0 veth",
            "wg0 wireguard",
            "br0 bridge",
            "dum0 dummy",
            "wg1 wireguard",
            "tun0 tun");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.1", "6.12"})
  void mutated_answers_are_read_within_bounds_or_refused(String kernel) throws IOException {
    Random random = new Random(1);
    byte[] seed = recording(kernel).getFirst();
    int understood = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = seed.clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        links(List.of(bytes));
        understood++;
      } catch (IOException e) {
        assertThat(e.getMessage()).hasSizeLessThan(200);
      }
    }
    assertThat(understood).isPositive();
  }

  @Test
  void a_length_that_lies_never_leads_outside_of_the_message() {
    // The attribute says 200 bytes; what lies behind the window is not its.
    byte[] bytes = new byte[256];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(0, (short) 200);
    Attributes attributes = Attributes.over(bytes, 0, 12);
    assertThat(attributes.next()).isFalse();
    assertThatThrownBy(attributes::check)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("says a length of 200");
  }

  @Test
  void a_value_of_another_size_is_a_mistake_that_sticks() throws Exception {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(0, (short) 6);
    Attributes attributes = Attributes.over(bytes, 0, 16);
    assertThat(attributes.next()).isTrue();
    assertThat(attributes.u32()).isZero();
    assertThat(attributes.i64At(0)).isZero();
    assertThat(attributes.next()).isFalse();
    assertThatThrownBy(attributes::check).hasMessageContaining("has 2 bytes, not 4");
  }
}
