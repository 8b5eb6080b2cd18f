package org.vpnledger.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The containers of this machine, by name. Everything is read anew at each call: a container that
 * is started again is another process.
 */
public final class Containers {
  private static final int MOST_NAMED = 8;
  private static final int SHORTEST_ID = 4;

  private final Path root;
  private final DockerState docker;
  private final PodmanState podman;

  /**
   * Those of a machine.
   *
   * @param root its file system: {@code /}, or what stands for it in a test
   */
  public Containers(Path root) {
    this.root = root;
    this.docker = new DockerState(root);
    this.podman = new PodmanState(root);
  }

  /**
   * The running container of that name, or whose id begins so.
   *
   * @param name without regard to a leading slash, which Docker shows in places
   * @throws ContainerException with one line that says what to do
   */
  public Container find(String name) throws ContainerException {
    return find(name, null);
  }

  /**
   * The same of one runtime.
   *
   * @param engine absent for any
   */
  public Container find(String name, Container.@Nullable Engine engine) throws ContainerException {
    String wanted = name.startsWith("/") ? name.substring(1) : name;
    List<Path> denied = new ArrayList<>();
    List<Found> all = all(denied);
    all.removeIf(found -> engine != null && found.engine() != engine);
    List<Found> matching = matching(all, wanted);
    if (matching.isEmpty()) {
      throw absent(wanted, all, denied);
    }
    // One name may be used by several runtimes or users: if only one of them runs, it is meant.
    List<Found> running = matching.stream().filter(found -> found.pid() > 0).toList();
    if (running.size() > 1) {
      throw new ContainerException(
          "several containers are called '%s' (%s): give the beginning of the id of one"
              .formatted(plain(wanted), listed(running)));
    }
    if (running.isEmpty()) {
      throw new ContainerException(
          "the container '%s' does not run: start it ('%s start %s'); it is found as soon as it runs"
              .formatted(plain(wanted), command(matching.getFirst()), plain(wanted)));
    }
    return container(running.getFirst(), wanted);
  }

  /** Those that run now, by name; what may not be read is passed over. */
  public List<Container> running() {
    List<Found> all = all(new ArrayList<>());
    List<Container> running = new ArrayList<>();
    for (Found found : all) {
      Container container = found.pid() > 0 ? living(found) : null;
      if (container != null) {
        running.add(container);
      }
    }
    running.sort(Comparator.comparing(Container::name).thenComparing(Container::id));
    return running;
  }

  private List<Found> all(List<Path> denied) {
    List<Found> all = new ArrayList<>(docker.containers(denied));
    all.addAll(podman.containers(denied));
    return all;
  }

  private static List<Found> matching(List<Found> all, String wanted) {
    List<Found> named = all.stream().filter(found -> found.name().equals(wanted)).toList();
    boolean id = wanted.length() >= SHORTEST_ID && wanted.matches("[0-9a-f]{1,64}");
    return !named.isEmpty() || !id
        ? named
        : all.stream().filter(found -> found.id().startsWith(wanted)).toList();
  }

  private Container container(Found found, String wanted) throws ContainerException {
    Container container = living(found);
    if (container == null) {
      throw new ContainerException(
          "the container '%s' was process %d, which is there no more: it is looked for again"
              .formatted(plain(wanted), found.pid()));
    }
    return container;
  }

  /** Absent if it has ended since its file was written. */
  private @Nullable Container living(Found found) {
    Path processes = root.resolve("proc");
    Long startTime = ProcessStat.startTime(processes, found.pid());
    if (startTime == null || isOurs(processes, found.pid())) {
      return null;
    }
    return new Container(
        found.engine(),
        found.id(),
        found.name(),
        found.pid(),
        startTime,
        found.mounts(),
        processes);
  }

  /**
   * Whether the process sees what we see: then it is none of a container, and has the number only
   * because the runtime's files are older than the machine's last start.
   */
  private static boolean isOurs(Path processes, long pid) {
    try {
      Path namespace = Path.of("ns", "mnt");
      return Files.readSymbolicLink(processes.resolve(Long.toString(pid)).resolve(namespace))
          .equals(Files.readSymbolicLink(processes.resolve("self").resolve(namespace)));
    } catch (IOException e) {
      return false; // it takes the right to trace the process to know
    }
  }

  private static ContainerException absent(String wanted, List<Found> all, List<Path> denied) {
    if (!denied.isEmpty()) {
      return new ContainerException(
          "whether there is a container '%s' cannot be told: %s: permission denied: run as root"
              .formatted(plain(wanted), denied.getFirst()));
    }
    if (all.isEmpty()) {
      return new ContainerException(
          "no container '%s', nor any other of Docker or Podman: start it, or see that"
                  .formatted(plain(wanted))
              + " /var/lib/docker and /var/lib/containers of the machine are seen from here");
    }
    List<Found> near = near(wanted, all);
    return new ContainerException(
        "no container '%s': there %s %s"
            .formatted(plain(wanted), near.size() == 1 ? "is" : "are", listed(near)));
  }

  /** Those that have a part of the name in common, or else all. */
  private static List<Found> near(String wanted, List<Found> all) {
    String small = wanted.toLowerCase(Locale.ROOT);
    List<Found> near =
        all.stream()
            .filter(found -> {
              String name = found.name().toLowerCase(Locale.ROOT);
              return !name.isEmpty() && (name.contains(small) || small.contains(name));
            })
            .toList();
    return near.isEmpty() ? all : near;
  }

  private static String listed(List<Found> found) {
    return found.stream()
            .limit(MOST_NAMED)
            .map(one ->
                "%s (%s, %s)"
                    .formatted(
                        plain(one.name()),
                        one.engine().label(),
                        one.id().substring(0, Math.min(12, one.id().length()))))
            .collect(Collectors.joining(", "))
        + (found.size() > MOST_NAMED ? ", …" : "");
  }

  private static String command(Found found) {
    return found.engine() == Container.Engine.DOCKER ? "docker" : "podman";
  }

  /** What comes from outside must not break the one line. */
  private static String plain(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    return line.length() > 64 ? line.substring(0, 64) + "…" : line;
  }
}
