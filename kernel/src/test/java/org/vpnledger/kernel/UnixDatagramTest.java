package org.vpnledger.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against sockets of the real kernel. */
@Timeout(20)
final class UnixDatagramTest {
  @TempDir Path folder;

  @Test
  void a_message_arrives_whole_at_a_path_and_at_an_abstract_name() throws Exception {
    for (String address : new String[] {folder + "/socket", "@vpnledger-test-" + folder}) {
      try (UnixReceiver receiver = UnixReceiver.at(address);
          UnixDatagram sender = UnixDatagram.open()) {
        byte[] message = new byte[200_000];
        new Random(1).nextBytes(message);
        sender.send(address, message);
        assertThat(receiver.bytes()).isEqualTo(message);
        sender.send(address, new byte[0]);
        assertThat(receiver.bytes()).isEmpty();
      }
    }
  }

  @Test
  void a_name_as_long_as_the_kernel_takes_works_and_a_longer_one_is_told() throws Exception {
    String longest = "@" + "a".repeat(107);
    try (UnixReceiver receiver = UnixReceiver.at(longest);
        UnixDatagram sender = UnixDatagram.open()) {
      sender.send(longest, new byte[] {1});
      assertThat(receiver.bytes()).containsExactly(1);
      for (String wrong :
          new String[] {longest + "a", "/" + "a".repeat(107), "relative", "@", "", "/a\0b"}) {
        assertThatExceptionOfType(KernelException.class)
            .isThrownBy(() -> sender.send(wrong, new byte[1]))
            .withMessageContaining("no socket's address");
      }
    }
  }

  @Test
  void nobody_there_is_told() throws Exception {
    String address = folder + "/socket";
    try (UnixDatagram sender = UnixDatagram.open()) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sender.send(address, new byte[1]))
          .withMessage("send to " + address + ": ENOENT: nobody listens there");
      UnixReceiver.at(address).close();
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sender.send(address, new byte[1]))
          .withMessage("send to " + address + ": ECONNREFUSED: nobody listens there");
    }
  }

  @Test
  void a_message_that_is_too_long_is_told_and_the_next_one_goes_through() throws Exception {
    String address = folder + "/socket";
    try (UnixReceiver receiver = UnixReceiver.at(address);
        UnixDatagram sender = UnixDatagram.open()) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> sender.send(address, new byte[64 << 20]))
          .withMessage(
              "send to " + address + ": EMSGSIZE: 67108864 bytes are too many for one datagram")
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EMSGSIZE));
      sender.send(address, new byte[] {7});
      assertThat(receiver.bytes()).containsExactly(7);
    }
  }

  @Test
  void a_receiver_that_reads_nothing_never_keeps_the_sender_waiting() throws Exception {
    String address = folder + "/socket";
    try (UnixReceiver receiver = UnixReceiver.at(address);
        UnixDatagram sender = UnixDatagram.open()) {
      assertThatExceptionOfType(KernelException.class)
          .isThrownBy(() -> {
            for (int i = 0; i < 100_000; i++) {
              sender.send(address, new byte[1]);
            }
          })
          .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
      assertThat(receiver.bytes()).hasSize(1);
    }
  }
}
