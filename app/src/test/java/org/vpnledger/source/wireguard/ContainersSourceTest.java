package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.container.Containers;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;

/** Processes in network namespaces of their own, with a tunnel, that Docker's files tell of. */
class ContainersSourceTest {
  private static final String READ =
      "listen_port=51820\npublic_key=" + "ab".repeat(32) + "\nerrno=0\n\n";

  @TempDir(factory = NearRoot.class)
  Path machine;

  private final List<Process> processes = new ArrayList<>();
  private final List<FakeUserspace> tunnels = new ArrayList<>();
  private ContainersSource source;

  /** A socket's path has no more than 108 bytes. */
  static final class NearRoot implements org.junit.jupiter.api.io.TempDirFactory {
    @Override
    public Path createTempDirectory(
        org.junit.jupiter.api.extension.AnnotatedElementContext element,
        org.junit.jupiter.api.extension.ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Path.of("/tmp"), "vl");
    }
  }

  @BeforeEach
  void a_machine() {
    source =
        new ContainersSource(
            "containers",
            Set.of("kernel"),
            Set.of(),
            new Containers(machine),
            new Moments(Noticing.POLLS),
            () -> new Moment(Instant.EPOCH, System.nanoTime(), "boot"));
  }

  @AfterEach
  void end_it() throws Exception {
    source.close();
    for (FakeUserspace tunnel : tunnels) {
      tunnel.close();
    }
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String id, String name) throws Exception {
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                "sh",
                "-c",
                "ip tuntap add tun0 mode tun && echo && exec sleep 60")
            .redirectErrorStream(true)
            .start();
    processes.add(process);
    assumeTrue(process.getInputStream().read() == '\n', "takes root, and /dev/net/tun");
    Path proc = Files.createDirectories(machine.resolve("proc/" + process.pid()));
    Path real = Path.of("/proc/" + process.pid());
    Files.createSymbolicLink(proc.resolve("stat"), real.resolve("stat"));
    Files.createSymbolicLink(proc.resolve("ns"), real.resolve("ns"));
    Path sockets = Files.createDirectories(proc.resolve("root/run/wireguard"));
    tunnels.add(
        new FakeUserspace(
            sockets.resolve("tun0.sock"),
            FakeUserspace.says(READ.getBytes(StandardCharsets.US_ASCII))));
    Path state = Files.createDirectories(machine.resolve("var/lib/docker/containers/" + id));
    Files.writeString(
        state.resolve("config.v2.json"),
        "{\"ID\":\"%s\",\"Name\":\"/%s\",\"State\":{\"Running\":true,\"Pid\":%d}}"
            .formatted(id, name, process.pid()));
    return process;
  }

  private Set<String> read() throws InterruptedException {
    return source.poll().stream()
        .filter(Observation.Read.class::isInstance)
        .map(each -> each.tunnel().toString())
        .collect(Collectors.toSet());
  }

  @Test
  void a_container_that_has_ended_leaves_nothing_open_and_no_place_taken() throws Exception {
    Process first = start("aa".repeat(32), "wg");
    assertThat(read()).containsExactly("tun0@wg");
    assertThat(source.found()).containsExactly("wg");
    first.destroyForcibly().waitFor();
    List<Observation> last = new ArrayList<>();
    for (int look = 0; look < 4; look++) {
      last.addAll(source.poll());
    }
    assertThat(last).hasSize(1).allMatch(Observation.Gone.class::isInstance);
    assertThat(source.descriptors()).isEmpty();
    assertThat(source.found()).isEmpty();
  }

  @Test
  void two_of_one_name_are_both_read() throws Exception {
    start("aa".repeat(32), "wg");
    start("bb".repeat(32), "wg");
    assertThat(read()).containsExactlyInAnyOrder("tun0@wg", "tun0@wg-bbbbbbbbbbbb");
    assertThat(source.found()).containsExactlyInAnyOrder("aa".repeat(32), "bb".repeat(32));
  }

  @Test
  void what_is_no_name_of_a_container_becomes_none_of_a_source() throws Exception {
    start("aa".repeat(32), "");
    start("bb".repeat(32), "../a b\\u000aERROR");
    start("cc".repeat(32), "kernel");
    assertThat(read())
        .containsExactlyInAnyOrder(
            "tun0@aaaaaaaaaaaa", "tun0@bbbbbbbbbbbb", "tun0@container-kernel");
  }
}
