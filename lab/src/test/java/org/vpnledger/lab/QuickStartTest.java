package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's quick start, to the letter, in an empty folder and a namespace of its own. */
@RequiresLab
final class QuickStartTest {

  @Test
  void the_readmes_quick_start_ends_with_a_summary_that_names_the_friend_and_its_bytes()
      throws IOException {
    try (Namespace machine = Namespace.create();
        Folder folder = Folder.create()) {
      Files.createSymbolicLink(folder.resolve("vpnledger"), Surroundings.launcher());
      Path script = folder.write("quick-start", script(), "rwx------");
      Command.Result result =
          Command.of(machine.inside("unshare", "--mount", "bash", script.toString()))
              .within(Duration.ofSeconds(90))
              .run();
      assertThat(result.out())
          .as("%s", result.err())
          .contains("reading  try0 (source uapi): 1 peer,");
      Matcher line = Pattern.compile("My Friend +\\| +(\\S+) MB \\|").matcher(result.out());
      assertThat(line.find()).as(result.out()).isTrue();
      assertThat(Double.parseDouble(line.group(1))).isBetween(0.005, 0.1); // five pings of 1 KB
      assertThat(result.out()).contains("1 of 1 peers online");
      assertThat(result.exitCode()).as(result.err()).isZero();
    }
  }

  /** Only the two terminals are ours; what is typed into them is the README's. */
  private static String script() throws IOException {
    return """
    set -eu
    cd "$(dirname "$0")"
    # Names of namespaces and sockets belong to the whole machine: here they are nobody else's.
    mkdir -p /run/netns /run/wireguard
    mount -t tmpfs tmpfs /run/netns
    mount -t tmpfs tmpfs /run/wireguard
    trap 'rm -f /var/run/wireguard/try0.sock /var/run/wireguard/try1.sock; ip netns delete friend 2>/dev/null || true; ip netns delete gateway 2>/dev/null || true' EXIT
    %s
    run() {
      %s
    }
    run > run.out 2>&1 &
    for _ in $(seq 300); do grep -q ^ready run.out && break; sleep 0.2; done
    cat run.out
    %s
    kill -TERM $(pgrep -P $! java || echo $!)
    wait $! || true
    %s
    """
        .formatted(block("tunnel"), block("run"), block("ask"), block("end"));
  }

  private static String block(String name) throws IOException {
    String readme = Files.readString(Surroundings.launcher().resolveSibling("README.md"));
    Matcher block =
        Pattern.compile("<!-- quick start: " + name + " -->\\n```sh\\n(.*?)```", Pattern.DOTALL)
            .matcher(readme);
    assertThat(block.find()).as("the block '%s' of the README", name).isTrue();
    return block.group(1);
  }
}
