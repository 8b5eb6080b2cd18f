package org.vpnledger.container;

import io.avaje.json.JsonReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Docker's containers: a folder each under its data root, with the daemon's own record of it
 * (moby's {@code container.Container}), written anew whenever the container starts or stops:
 *
 * <pre>{@code
 * /var/lib/docker/containers/ID/config.v2.json
 * {"State":{"Running":true,"Pid":4711,…},"ID":"…","Name":"/wg-easy",
 *  "MountPoints":{"/etc/wireguard":{"Source":"/srv/wg-easy","Destination":"/etc/wireguard",…}},…}
 * }</pre>
 */
final class DockerState {
  private static final String RECORD = "config.v2.json";

  private final Path root;

  /** A {@code config.v2.json} while it is read. */
  private static final class Draft {
    private String id = "";
    private String name = "";
    private boolean running;
    private long pid;
    private final Map<String, Path> mounts = new LinkedHashMap<>();
  }

  DockerState(Path root) {
    this.root = root;
  }

  /**
   * All containers.
   *
   * @param denied receives the folders that may not be read
   */
  List<Found> containers(List<Path> denied) {
    List<Found> found = new ArrayList<>();
    for (Path folder : dataRoots()) {
      Path containers = folder.resolve("containers");
      try {
        for (Path container : StateFile.folder(containers)) {
          Found one = StateFile.read(container.resolve(RECORD), this::container);
          if (one != null) {
            found.add(one);
          }
        }
      } catch (AccessDeniedException e) {
        denied.add(containers);
      }
    }
    return found;
  }

  /** Where it keeps its data: as it is told to, or where packages and snaps have it. */
  private Set<Path> dataRoots() {
    Set<Path> roots = new LinkedHashSet<>();
    for (String settings :
        List.of("etc/docker/daemon.json", "var/snap/docker/current/config/daemon.json")) {
      String told = told(root.resolve(settings));
      if (told != null && told.startsWith("/")) {
        roots.add(root.resolve(told.substring(1)));
      }
    }
    roots.add(root.resolve("var/lib/docker"));
    roots.add(root.resolve("var/snap/docker/common/var-lib-docker"));
    return roots;
  }

  private static @Nullable String told(Path settings) {
    try {
      return StateFile.read(settings, DockerState::dataRoot);
    } catch (AccessDeniedException e) {
      return null; // then its data may not be read either
    }
  }

  private static String dataRoot(JsonReader reader) {
    String[] told = {""};
    StateFile.object(
        reader,
        (field, value) -> {
          if (field.equals("data-root") || (field.equals("graph") && told[0].isEmpty())) {
            told[0] = StateFile.text(value);
          } else {
            value.skipValue();
          }
        });
    return told[0];
  }

  private @Nullable Found container(JsonReader reader) {
    Draft draft = new Draft();
    StateFile.object(
        reader,
        (field, value) -> {
          switch (field) {
            case "ID" -> draft.id = StateFile.text(value);
            case "Name" -> draft.name = StateFile.text(value);
            case "State" -> StateFile.object(value, (name, state) -> state(draft, name, state));
            case "MountPoints" ->
                StateFile.object(value, (inside, mount) -> mount(draft, inside, mount));
            default -> value.skipValue();
          }
        });
    String name = draft.name.startsWith("/") ? draft.name.substring(1) : draft.name;
    return draft.id.isEmpty()
        ? null
        : new Found(
            Container.Engine.DOCKER, draft.id, name, draft.running ? draft.pid : 0, draft.mounts);
  }

  private static void state(Draft draft, String name, JsonReader value) {
    switch (name) {
      case "Running" -> draft.running = StateFile.flag(value);
      case "Pid" -> draft.pid = StateFile.number(value);
      default -> value.skipValue();
    }
  }

  private void mount(Draft draft, String inside, JsonReader mount) {
    StateFile.object(
        mount,
        (name, value) -> {
          String source = name.equals("Source") ? StateFile.text(value) : "";
          if (source.startsWith("/") && inside.startsWith("/")) {
            draft.mounts.put(inside, root.resolve(source.substring(1)));
          } else if (!name.equals("Source")) {
            value.skipValue();
          }
        });
  }
}
