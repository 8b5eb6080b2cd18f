package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Epoch;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Born;
import org.vpnledger.vpn.Observation.Gone;
import org.vpnledger.vpn.Observation.Read;
import org.vpnledger.vpn.Observation.ReadFailed;
import org.vpnledger.vpn.TunnelId;

class CommandSourceTest {
  private static final Moment NOW = new Moment(Golden.WALL, 42, "test");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String TWO =
      """
      wg0\t(none)\t(none)\t1\toff
      wg1\t(none)\t(none)\t2\toff
      wg1\t1u/uCoCeoyrQRU6d/YGhO+gZxnz8fPMVKd4A2fD/vE0=\t(none)\t(none)\t(none)\t0\t0\t0\toff
      """;
  private static final String ONE = "wg0\t(none)\t(none)\t1\toff\n";

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void prepare() throws IOException {
    output = Files.createDirectory(folder.resolve("work")).resolve("dump");
    Files.createDirectory(folder.resolve("net"));
    Files.writeString(folder.resolve("boot_id"), "boot\n");
  }

  private CommandSource source(InterfaceFilter filter, Duration timeout, String... words) {
    LocalLinks links = new LocalLinks(folder.resolve("net"), folder.resolve("boot_id"));
    return new CommandSource("cmd", List.of(words), filter, timeout, links, () -> NOW);
  }

  private CommandSource cat() {
    return source(InterfaceFilter.ALL, TIMEOUT, "cat", output.toString());
  }

  private CommandSource shell(Duration timeout, String script) {
    return source(InterfaceFilter.ALL, timeout, "/bin/sh", "-c", script);
  }

  /** A program called wg that prints the dump. */
  private CommandSource wg() throws IOException {
    return wg("wg");
  }

  private CommandSource wg(String program) throws IOException {
    Path wg = output.resolveSibling(program);
    Files.writeString(wg, "#!/bin/sh\ncat " + output + "\ntest ! -e " + output + ".fails\n");
    Files.setPosixFilePermissions(wg, PosixFilePermissions.fromString("rwx------"));
    return source(InterfaceFilter.ALL, TIMEOUT, wg.toString(), "show", "all", "dump");
  }

  private void link(String name, int index) throws IOException {
    Path link = Files.createDirectories(folder.resolve("net").resolve(name));
    Files.writeString(link.resolve("ifindex"), index + "\n");
  }

  private void unlink(String name) throws IOException {
    Files.delete(folder.resolve("net").resolve(name).resolve("ifindex"));
    Files.delete(folder.resolve("net").resolve(name));
  }

  private static TunnelId tunnel(String name) {
    return new TunnelId("cmd", name);
  }

  @Test
  void what_a_command_prints_is_read() throws Exception {
    Files.write(output, Golden.bytes("all.dump"));
    try (CommandSource source = cat()) {
      assertThat(source.poll()).hasSize(8);
      assertThat(source.poll())
          .hasSize(4)
          .hasOnlyElementsOfType(Read.class)
          .isSortedAccordingTo((a, b) -> a.tunnel().compareTo(b.tunnel()))
          .filteredOn(read -> read.tunnel().equals(tunnel("wg-office.1")))
          .singleElement()
          .isInstanceOfSatisfying(
              Read.class,
              read -> {
                assertThat(read.connections()).hasSize(4);
                assertThat(read.connections().getFirst().epoch()).isEqualTo(Epoch.UNKNOWN);
                assertThat(read.at()).isEqualTo(NOW);
              });
    }
  }

  @Test
  void the_form_for_one_interface_takes_its_name_from_the_command() throws Exception {
    Files.write(output, Golden.bytes("office.dump"));
    String script = "cat " + output; // what follows it is for nobody but the parser
    try (CommandSource source =
        source(InterfaceFilter.ALL, TIMEOUT, "/bin/sh", "-c", script, "show", "wg-office.1")) {
      assertThat(source.poll()).extracting(Observation::tunnel).containsOnly(tunnel("wg-office.1"));
    }
  }

  @Test
  void an_interface_missing_from_a_good_dump_is_gone_once() throws Exception {
    Files.writeString(output, TWO);
    try (CommandSource source = cat()) {
      assertThat(source.poll()).hasSize(4);
      Files.writeString(output, ONE);
      assertThat(source.poll()).hasSize(2).contains(new Gone(tunnel("wg1"), NOW));
      assertThat(source.poll()).singleElement().isInstanceOf(Read.class);
      Files.writeString(output, TWO);
      assertThat(source.poll()).hasSize(3).contains(new Born(tunnel("wg1"), NOW));
    }
  }

  @Test
  void an_interface_that_wg_complains_of_is_not_gone() throws Exception {
    Files.writeString(output, TWO);
    String script = "cat " + output + "; test ! -e " + output + ".x || echo 'no wg1: Busy' >&2";
    try (CommandSource source = shell(TIMEOUT, script)) {
      assertThat(source.poll()).hasSize(4);
      Files.writeString(output, ONE);
      Files.createFile(Path.of(output + ".x"));
      assertThat(source.poll().getLast())
          .isInstanceOfSatisfying(
              ReadFailed.class, failed -> assertThat(failed.reason()).endsWith("no wg1: Busy"));
    }
  }

  @Test
  void nothing_printed_is_believed_the_second_time() throws Exception {
    Files.writeString(output, TWO);
    try (CommandSource source = cat()) {
      assertThat(source.poll()).hasSize(4);
      Files.writeString(output, "");
      assertThat(source.poll())
          .hasSize(2)
          .allSatisfy(seen ->
              assertThat(seen)
                  .isInstanceOfSatisfying(
                      ReadFailed.class,
                      failed -> assertThat(failed.reason()).endsWith(": printed nothing")));
      assertThat(source.poll()).hasSize(2).hasOnlyElementsOfType(Gone.class);
      assertThat(source.poll()).isEmpty();
    }
  }

  @Test
  void a_failing_command_is_an_exception_only_when_no_tunnel_is_known() throws Exception {
    try (CommandSource source = cat()) {
      assertThatThrownBy(source::poll)
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("cat " + output + ": exit 1: /usr/bin/cat: ");
      Files.writeString(output, TWO);
      assertThat(source.poll()).hasSize(4);
      Files.delete(output);
      assertThat(source.poll()).hasSize(2).hasOnlyElementsOfType(ReadFailed.class);
      Files.writeString(output, TWO.substring(0, TWO.length() - 1));
      assertThat(source.poll()).hasSize(2).hasOnlyElementsOfType(ReadFailed.class);
      Files.writeString(output, TWO);
      assertThat(source.poll()).hasSize(2).hasOnlyElementsOfType(Read.class);
    }
  }

  @Test
  void an_answer_that_is_no_dump_is_told_apart_from_no_answer() throws Exception {
    try (CommandSource source = cat()) {
      Files.writeString(output, "wg0\tgarbage\n");
      assertThatThrownBy(source::poll)
          .isInstanceOfSatisfying(
              SourceException.class, refused -> assertThat(refused.isMalformed()).isTrue());
      Files.delete(output);
      assertThatThrownBy(source::poll)
          .isInstanceOfSatisfying(
              SourceException.class, refused -> assertThat(refused.isMalformed()).isFalse());
      Files.writeString(output, TWO);
      source.poll();
      Files.writeString(output, "wg0\tgarbage\n");
      assertThat(source.poll()).hasSize(2).allMatch(CommandSourceTest::isMalformed);
      Files.delete(output);
      assertThat(source.poll()).hasSize(2).noneMatch(CommandSourceTest::isMalformed);
    }
  }

  private static boolean isMalformed(Observation seen) {
    return seen instanceof ReadFailed failed && failed.malformed();
  }

  @Test
  void a_complaint_is_short_and_cannot_act_on_a_terminal() {
    String script = "printf '\\033[31mOperation not permitted\\n%01000d' 7 >&2; exit 3";
    try (CommandSource source = shell(TIMEOUT, script)) {
      assertThatThrownBy(source::poll)
          .hasMessageContaining("exit 3: ?[31mOperation not permitted 000")
          .hasMessageEndingWith("...: run as root")
          .message()
          .hasSizeLessThan(500);
    }
  }

  @Test
  void a_command_that_hangs_is_killed_with_its_descendants() throws Exception {
    Path pid = folder.resolve("pid");
    String script = "sleep 600 & echo $! > " + pid + "; wait";
    try (CommandSource source = shell(Duration.ofMillis(500), script)) {
      assertThatThrownBy(source::poll).hasMessageContaining("did not end within 500 ms");
    }
    long sleeper = Long.parseLong(Files.readString(pid).strip());
    for (int i = 0; i < 100 && isRunning(sleeper); i++) {
      Thread.sleep(20);
    }
    assertThat(isRunning(sleeper)).isFalse();
  }

  private static boolean isRunning(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    // A killed process whose new parent has not yet asked for it is a zombie.
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void a_descendant_that_keeps_the_pipe_open_delays_nothing() throws Exception {
    Files.writeString(output, ONE);
    Path pid = folder.resolve("pid");
    String script = "sleep 600 & echo $! > " + pid + "; cat " + output;
    try (CommandSource source = shell(TIMEOUT, script)) {
      long begin = System.nanoTime();
      assertThat(source.poll()).hasSize(2);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TIMEOUT);
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void output_without_end_is_given_up_at_the_limit() {
    try (CommandSource source = source(InterfaceFilter.ALL, Duration.ofSeconds(20), "yes")) {
      assertThatThrownBy(source::poll).hasMessageContaining("larger than 67108864 bytes");
    }
  }

  @Test
  void complaints_without_end_are_given_up_at_the_deadline() {
    try (CommandSource source = shell(Duration.ofMillis(300), "exec yes >&2")) {
      assertThatThrownBy(source::poll).hasMessageContaining("did not end within 300 ms");
    }
  }

  @Test
  void the_environment_is_clean_and_the_input_empty() throws Exception {
    Path seen = folder.resolve("seen");
    try (CommandSource source = shell(TIMEOUT, "cat - /proc/self/environ > " + seen)) {
      assertThat(source.poll()).isEmpty();
    }
    assertThat(Files.readString(seen).split("\0"))
        .filteredOn(variable -> !variable.startsWith("PWD=")) // the shell's own
        .containsExactlyInAnyOrder("PATH=/usr/bin:/usr/sbin:/bin:/sbin", "LANG=C");
  }

  @Test
  void no_shell_sees_the_words() throws Exception {
    Path touched = folder.resolve("touched");
    try (CommandSource source =
        source(InterfaceFilter.ALL, TIMEOUT, "cat", "$(touch " + touched + ")")) {
      assertThatThrownBy(source::poll).isInstanceOf(SourceException.class);
    }
    assertThat(touched).doesNotExist();
  }

  @Test
  void a_program_is_looked_for_in_the_systems_folders_only() {
    try (CommandSource source = source(InterfaceFilter.ALL, TIMEOUT, "no-such-program")) {
      assertThatThrownBy(source::poll)
          .hasMessage(
              "no-such-program: not found in /usr/bin, /usr/sbin, /bin, /sbin: give its absolute"
                  + " path");
    }
    try (CommandSource source = source(InterfaceFilter.ALL, TIMEOUT, "./cat", "x")) {
      assertThatThrownBy(source::poll).hasMessageContaining("absolute path");
    }
  }

  @Test
  void a_local_wg_has_the_interfaces_life_as_epoch() throws Exception {
    Files.writeString(output, TWO);
    link("wg1", 7);
    try (CommandSource source = wg()) {
      assertThat(epoch(source.poll())).isEqualTo(new Epoch("link", "boot/7"));
      link("wg1", 8);
      assertThat(epoch(source.poll())).isEqualTo(new Epoch("link", "boot/8"));
    }
  }

  @Test
  void amneziawgs_awg_is_local_too() throws Exception {
    Files.write(output, Golden.bytes("amnezia.dump"));
    link("awg0", 7);
    try (CommandSource source = wg("awg")) {
      assertThat(epoch(source.poll())).isEqualTo(new Epoch("link", "boot/7"));
    }
  }

  private static Epoch epoch(List<Observation> seen) {
    return ((Read) seen.getLast()).connections().getFirst().epoch();
  }

  @Test
  void an_interface_that_this_machine_has_no_more_is_gone_at_once() throws Exception {
    Files.writeString(output, ONE);
    link("wg0", 7);
    try (CommandSource source = wg()) {
      assertThat(source.poll()).hasSize(2);
      Files.createFile(Path.of(output + ".fails"));
      assertThat(source.poll()).singleElement().isInstanceOf(ReadFailed.class);
      unlink("wg0");
      assertThat(source.poll()).containsExactly(new Gone(tunnel("wg0"), NOW));
    }
  }

  @Test
  void only_wanted_interfaces_are_read_and_only_while_they_are_where_they_must_be()
      throws Exception {
    Files.write(output, Golden.bytes("all.dump"));
    AtomicReference<Set<String>> there = new AtomicReference<>(Set.of("clb", "other"));
    InterfaceFilter filter = new InterfaceFilter(Set.of("cla", "clb"), there::get);
    try (CommandSource source = source(filter, TIMEOUT, "cat", output.toString())) {
      assertThat(source.poll()).extracting(Observation::tunnel).containsOnly(tunnel("clb"));
      there.set(Set.of("cla"));
      assertThat(source.poll()).contains(new Gone(tunnel("clb"), NOW)).hasSize(3);
    }
  }
}
