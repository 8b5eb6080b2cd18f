package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswerBufferTest {
  private static final byte[] SECRET = Golden.ascii("secret\n\n");

  private final AnswerBuffer buffer = new AnswerBuffer(1 << 20);

  @Test
  void wiping_leaves_nothing_of_the_answer() throws Exception {
    buffer.append(ByteBuffer.wrap(SECRET));
    assertThat(buffer.endsWithEmptyLine()).isTrue();
    buffer.wipe();
    assertThat(buffer.length()).isZero();
    assertThat(buffer.bytes()).containsOnly(0);
    assertThat(buffer.endsWithEmptyLine()).isFalse();
  }

  @Test
  void growing_wipes_what_it_grew_out_of() throws Exception {
    buffer.append(ByteBuffer.wrap(SECRET));
    byte[] before = buffer.bytes();
    buffer.append(ByteBuffer.allocate(before.length));
    assertThat(buffer.bytes()).isNotSameAs(before).startsWith(SECRET);
    assertThat(before).containsOnly(0);
  }

  @Test
  void wiping_reaches_what_a_failed_read_has_written() throws Exception {
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(SECRET)) {
          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            int _ = super.read(bytes, from, length);
            throw new IOException("after writing");
          }
        };
    assertThatThrownBy(() -> buffer.appendAvailable(failing)).hasMessage("after writing");
    assertThat(Arrays.copyOf(buffer.bytes(), SECRET.length)).isEqualTo(SECRET);
    buffer.wipe();
    assertThat(buffer.bytes()).containsOnly(0);
  }
}
