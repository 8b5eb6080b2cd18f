package org.vpnledger.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.kernel.KernelException;

/** What can be told of tracing where there is none; the real thing is traced in the lab. */
final class TracefsTest {
  private static final Probe PROBE =
      new Probe(
          "own",
          "call",
          "module:function",
          List.of(
              Probe.Argument.bytes("key", new Member(List.of(16, 8), 32)),
              Probe.Argument.number("index", new Member(List.of(4), 4))));

  @TempDir private Path temporary;

  @Test
  void a_probe_is_defined_and_removed_in_the_kernels_words() {
    assertThat(PROBE.definition())
        .isEqualTo("p:own/call module:function key=+8(+16($arg1)):x8[32] index=+4($arg1):u32");
    assertThat(PROBE.removal()).isEqualTo("-:own/call");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe("own", "two words", "function", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe("own", "call", "function\n-:*", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Argument("a", "+0($arg1) b=+8($arg1)"));
  }

  @Test
  void a_machine_without_tracing_or_without_probes_is_told_in_one_line() throws Exception {
    assertThatThrownBy(() -> Tracefs.find(List.of(temporary, temporary.resolve("none"))))
        .isInstanceOf(KernelException.class)
        .hasMessage("use tracefs: it is not mounted at " + temporary);
    Files.createDirectory(temporary.resolve("instances"));
    assertThatThrownBy(() -> Tracefs.find(List.of(temporary)))
        .isInstanceOf(KernelException.class)
        .hasMessage("use %s: this kernel has no probes (CONFIG_KPROBE_EVENTS)", temporary);
  }

  @Test
  void what_cannot_be_begun_leaves_nothing_behind() throws Exception {
    Path instances = Files.createDirectory(temporary.resolve("instances"));
    Path probes = Files.createFile(temporary.resolve("kprobe_events"));
    Tracefs tracefs = Tracefs.find(List.of(temporary));
    assertThatThrownBy(() -> Kprobe.open(tracefs, "own", PROBE, 64))
        .isInstanceOf(KernelException.class)
        .hasMessageStartingWith("open " + instances.resolve("own/buffer_size_kb") + ": ENOENT");
    assertThat(instances).isEmptyDirectory();
    assertThat(probes).exists();
  }
}
