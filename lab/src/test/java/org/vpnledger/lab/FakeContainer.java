package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as far as files tell of it: the runtime's state, which names a process that lives in
 * a gateway's network namespace, and the folder of wg-easy with its clients.
 */
final class FakeContainer implements AutoCloseable {
  private static final String ID = "4f0c2a9d1e77".repeat(5) + "abcd";
  private static final Path NOWHERE = Path.of("/dev/null");

  private final Folder folder = Folder.create();
  private final Engine engine;
  private final String name;
  private @Nullable Background process;

  private FakeContainer(Engine engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  static FakeContainer start(Engine engine, String name, Gateway gateway) {
    FakeContainer container = new FakeContainer(engine, name);
    container.startIn(gateway);
    return container;
  }

  /** A new process, in the namespace of this gateway, and state that tells of it. */
  void startIn(Gateway gateway) {
    Background started =
        Background.start(gateway.namespace().inside("sleep", "600"), Map.of(), NOWHERE);
    process = started;
    String server = gateway.namespace().command("readlink", "/proc/self/ns/net").output();
    Eventually.holds(
        "the process is in its namespace",
        java.time.Duration.ofSeconds(5),
        () -> Command.of("readlink", link(started)).output().equals(server));
    switch (engine) {
      case DOCKER -> {
        write("docker/volumes/etc_wireguard/_data/wg0.json", clients(gateway));
        tellDocker(true, started.handle().pid());
      }
      case PODMAN -> {
        write("wg-easy/wg0.json", clients(gateway));
        String state = "containers/storage/overlay-containers/";
        write(state + "containers.json", fixture("containers.json", 0));
        write(state + ID + "/userdata/config.json", fixture("config.json", 0));
        write(
            "run/storage/overlay-containers/" + ID + "/userdata/pidfile",
            Long.toString(started.handle().pid()));
      }
    }
  }

  private static String link(Background process) {
    return "/proc/" + process.handle().pid() + "/ns/net";
  }

  /** Ends the process, as the runtime's state says then. Docker's only. */
  void stop() {
    if (process != null) {
      process.close();
    }
    tellDocker(false, 0);
  }

  private void tellDocker(boolean running, long pid) {
    write(
        "docker/containers/" + ID + "/config.v2.json",
        fixture("config.v2.json", pid).replace("\"Running\":true", "\"Running\":" + running));
  }

  private String fixture(String file, long pid) {
    Path source =
        Surroundings.source("app/src/test/resources/org/vpnledger/container").resolve(file);
    try {
      return Files.readString(source)
          .replace("@ID@", ID)
          .replace("@NAME@", name)
          .replace("@PID@", Long.toString(pid))
          .replace("/srv/wg-easy", folder.resolve("wg-easy").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String clients(Gateway gateway) {
    StringBuilder json = new StringBuilder("{\"server\":{},\"clients\":{");
    for (Client client : gateway.clients()) {
      json.append(client.number() == 0 ? "" : ",")
          .append(
              "\"%d\":{\"name\":\"Ann of client %d\",\"publicKey\":\"%s\"}"
                  .formatted(client.number(), client.number(), client.key()));
    }
    return json.append("}}").toString();
  }

  private void write(String path, String text) {
    try {
      Path parent = folder.resolve(path).getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.write(path, text);
  }

  /**
   * The command line in which a program sees these files where the runtimes keep theirs, and none
   * of this machine's own; it ends with the program's words.
   */
  List<String> surroundings() {
    write("docker/here", "");
    write("containers/here", "");
    write("run/here", "");
    String script =
        """
        set -e
        mount -t tmpfs tmpfs /var/lib
        mount -t tmpfs tmpfs /run
        mkdir /var/lib/docker /var/lib/containers /run/containers
        mount --bind %1$s/docker /var/lib/docker
        mount --bind %1$s/containers /var/lib/containers
        mount --bind %1$s/run /run/containers
        exec "$@"
        """
            .formatted(folder.path());
    return List.of("unshare", "--mount", "sh", "-c", script, "sh");
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    folder.close();
  }
}
