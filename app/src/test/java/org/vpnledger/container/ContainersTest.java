package org.vpnledger.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtimes' state files name a process that the test itself has started. */
class ContainersTest {
  private static final String ID = "4f0c2a9d1e77".repeat(5) + "abcd";
  private static final String OTHER = "4f0cffffffff".repeat(5) + "abcd";

  @TempDir Path machine;
  private Process process;
  private Containers containers;

  @BeforeEach
  void a_machine_with_a_process() throws IOException {
    process = new ProcessBuilder("sleep", "300").start();
    Path proc = Files.createDirectories(machine.resolve("proc/" + process.pid()));
    Files.createSymbolicLink(proc.resolve("stat"), Path.of("/proc/" + process.pid() + "/stat"));
    containers = new Containers(machine);
  }

  @AfterEach
  void end_it() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private void write(String path, String text) throws IOException {
    Path file = machine.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private String fixture(String file, String id, String name, long pid) throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@ID@", id)
          .replace("@NAME@", name)
          .replace("@PID@", Long.toString(pid));
    }
  }

  private void docker(String dataRoot, String id, String name, long pid) throws IOException {
    write(
        dataRoot + "/containers/" + id + "/config.v2.json",
        fixture("config.v2.json", id, name, pid));
  }

  private void podman(String kept, String running, String list, String name) throws IOException {
    write(kept + "/overlay-containers/" + list, fixture("containers.json", ID, name, 0));
    write(
        kept + "/overlay-containers/" + ID + "/userdata/config.json",
        fixture("config.json", ID, name, 0));
    write(
        running + "/overlay-containers/" + ID + "/userdata/pidfile", Long.toString(process.pid()));
  }

  private void refused(String name, String message) {
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> containers.find(name))
        .withMessage(message);
  }

  @Test
  void docker_tells_the_process_and_the_mounts_of_a_name_or_the_beginning_of_an_id()
      throws Exception {
    docker("var/lib/docker", ID, "wg-easy", process.pid());
    Container found = containers.find("wg-easy");
    assertThat(found.engine()).isEqualTo(Container.Engine.DOCKER);
    assertThat(found.id()).isEqualTo(ID);
    assertThat(found.pid()).isEqualTo(process.pid());
    assertThat(found.startTime()).isPositive();
    assertThat(found.mounts())
        .isEqualTo(
            Map.of(
                "/etc/wireguard", machine.resolve("var/lib/docker/volumes/etc_wireguard/_data"),
                "/lib/modules", machine.resolve("lib/modules")));
    assertThat(containers.find("/wg-easy")).isEqualTo(found);
    assertThat(containers.find("4f0c2a")).isEqualTo(found);
    assertThat(found.root()).isEqualTo(machine.resolve("proc/" + process.pid() + "/root"));
    assertThat(found.networkNamespace()).hasFileName("net");
  }

  @Test
  void a_data_root_that_docker_is_told_of_is_looked_in_first() throws Exception {
    write("etc/docker/daemon.json", "{\"dns\":[\"1.1.1.1\"],\"data-root\":\"/mnt/docker\"}");
    docker("mnt/docker", ID, "wg-easy", process.pid());
    assertThat(containers.find("wg-easy").pid()).isEqualTo(process.pid());
  }

  @Test
  void the_snap_has_a_place_of_its_own() throws Exception {
    docker("var/snap/docker/common/var-lib-docker", ID, "wg-easy", process.pid());
    assertThat(containers.find("wg-easy").pid()).isEqualTo(process.pid());
  }

  @Test
  void podman_tells_the_same_of_roots_containers() throws Exception {
    podman("var/lib/containers/storage", "run/containers/storage", "containers.json", "wg-easy");
    Container found = containers.find("wg-easy");
    assertThat(found.engine()).isEqualTo(Container.Engine.PODMAN);
    assertThat(found.pid()).isEqualTo(process.pid());
    assertThat(found.mounts())
        .containsEntry("/etc/wireguard", machine.resolve("srv/wg-easy"))
        .doesNotContainKey("/proc");
  }

  @Test
  void podman_keeps_those_that_are_removed_when_they_end_in_a_list_of_their_own() throws Exception {
    podman("var/lib/containers/storage", "run/containers/storage", "volatile-containers.json", "v");
    assertThat(containers.find("v").pid()).isEqualTo(process.pid());
  }

  @Test
  void podman_has_containers_of_users_too() throws Exception {
    Object user = Files.getAttribute(machine, "unix:uid");
    podman(
        "home/ann/.local/share/containers/storage",
        "run/user/" + user + "/containers",
        "containers.json",
        "wg-easy");
    assertThat(containers.find("wg-easy").pid()).isEqualTo(process.pid());
  }

  @Test
  void a_container_is_the_same_until_its_process_ends() throws Exception {
    docker("var/lib/docker", ID, "wg-easy", process.pid());
    Container found = containers.find("wg-easy");
    assertThat(found.isSame()).isTrue();
    process.destroyForcibly().waitFor();
    assertThat(found.isSame()).isFalse();
    refused(
        "wg-easy",
        "the container 'wg-easy' was process "
            + found.pid()
            + ", which is there no more: it is looked for again");
  }

  @Test
  void another_process_of_the_same_number_is_another_one() throws Exception {
    docker("var/lib/docker", ID, "wg-easy", process.pid());
    Container found = containers.find("wg-easy");
    Container later =
        new Container(
            found.engine(),
            found.id(),
            found.name(),
            found.pid(),
            found.startTime() - 1,
            found.mounts(),
            found.processes());
    assertThat(later.isSame()).isFalse();
  }

  @Test
  void what_cannot_be_found_is_one_line_that_says_what_to_do() throws Exception {
    refused(
        "wg-easy",
        "no container 'wg-easy', nor any other of Docker or Podman: start it, or see that"
            + " /var/lib/docker and /var/lib/containers of the machine are seen from here");
    docker("var/lib/docker", ID, "wg-easy", 0);
    refused(
        "wg-easy",
        "the container 'wg-easy' does not run: start it ('docker start wg-easy'); it is found as"
            + " soon as it runs");
    refused("Easy\n", "no container 'Easy?': there is wg-easy (Docker, 4f0c2a9d1e77)");
    docker("var/lib/docker", ID, "wg-easy", process.pid());
    docker("var/lib/docker", OTHER, "wg-other", process.pid());
    refused(
        "4f0c",
        "several containers are called '4f0c' (wg-easy (Docker, 4f0c2a9d1e77), wg-other (Docker,"
            + " 4f0cffffffff)): give the beginning of the id of one");
  }

  @Test
  void of_one_name_in_two_runtimes_the_one_that_runs_is_meant() throws Exception {
    docker("var/lib/docker", OTHER, "wg-easy", 0);
    podman("var/lib/containers/storage", "run/containers/storage", "containers.json", "wg-easy");
    assertThat(containers.find("wg-easy").engine()).isEqualTo(Container.Engine.PODMAN);
  }

  @Test
  void of_one_name_in_two_runtimes_that_both_run_the_runtime_tells_which() throws Exception {
    docker("var/lib/docker", OTHER, "wg-easy", process.pid());
    podman("var/lib/containers/storage", "run/containers/storage", "containers.json", "wg-easy");
    assertThat(containers.find("wg-easy", Container.Engine.PODMAN).id()).isEqualTo(ID);
    assertThat(containers.find("wg-easy", Container.Engine.DOCKER).id()).isEqualTo(OTHER);
    assertThatExceptionOfType(ContainerException.class)
        .isThrownBy(() -> containers.find("wg-easy"))
        .withMessageStartingWith("several containers are called 'wg-easy'");
  }

  /** Any user may put one where a user's containers are looked for. */
  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_pipe_where_a_file_should_be_keeps_nobody_waiting() throws Exception {
    podman("var/lib/containers/storage", "run/containers/storage", "containers.json", "wg-easy");
    Path pidfile =
        machine.resolve("run/containers/storage/overlay-containers/" + ID + "/userdata/pidfile");
    Files.delete(pidfile);
    assertThat(new ProcessBuilder("mkfifo", pidfile.toString()).start().waitFor()).isZero();
    assertThat(containers.running()).isEmpty();
  }

  /** Seeded: a failure names the round that did it. */
  @Test
  void mutated_state_files_give_an_answer_or_the_one_refusal() throws Exception {
    Random random = new Random(20260101);
    String docker = fixture("config.v2.json", ID, "wg-easy", process.pid());
    String list = fixture("containers.json", ID, "wg-easy", 0);
    podman("var/lib/containers/storage", "run/containers/storage", "containers.json", "wg-easy");
    int found = 0;
    for (int round = 0; round < 3_000; round++) {
      write("var/lib/docker/containers/" + ID + "/config.v2.json", mutated(docker, random));
      write("var/lib/containers/storage/overlay-containers/containers.json", mutated(list, random));
      try {
        containers.find("wg-easy");
        found++;
      } catch (ContainerException e) {
        assertThat(e.getMessage()).as("round %d", round).doesNotContain("\n").hasSizeLessThan(400);
      }
    }
    assertThat(found).isPositive();
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int change = random.nextInt(4); change > 0; change--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.setCharAt(at, "{}[]\",:\\0/ \n".charAt(random.nextInt(12)));
        case 1 -> mutated.setLength(Math.max(at, 1));
        case 2 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(1, 60)));
        default -> mutated.insert(at, text, 0, random.nextInt(text.length()));
      }
      if (mutated.isEmpty()) {
        return "";
      }
    }
    return mutated.toString();
  }
}
