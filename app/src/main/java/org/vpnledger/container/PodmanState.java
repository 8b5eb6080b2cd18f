package org.vpnledger.container;

import io.avaje.json.JsonReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Podman's containers, root's and those of users. Their names stand in the lists of its storage
 * (containers/storage's {@code Container}; {@code volatile-containers.json} has those that were
 * started with {@code --rm}), their processes in the folder of what runs, their mounts in what the
 * OCI runtime was given:
 *
 * <pre>{@code
 * /var/lib/containers/storage/overlay-containers/containers.json
 * [{"id":"…","names":["wg-easy"],…}]
 * /run/containers/storage/overlay-containers/ID/userdata/pidfile          4711
 * /var/lib/containers/storage/overlay-containers/ID/userdata/config.json
 * {"mounts":[{"destination":"/etc/wireguard","type":"bind","source":"/srv/wg-easy",…}],…}
 * }</pre>
 *
 * <p>A user's stand under {@code ~/.local/share/containers/storage} and {@code
 * /run/user/UID/containers}.
 */
final class PodmanState {
  private static final List<String> DRIVERS = List.of("overlay", "vfs", "btrfs", "zfs");

  private static final int LONGEST_PID = 20;

  private final Path root;

  /** A storage, and the folder of what runs in it. */
  private record Storage(Path kept, Path running) {
    List<Path> lists() {
      return List.of(
          kept.resolve("containers.json"),
          kept.resolve("volatile-containers.json"),
          running.resolve("containers.json"), // of a transient store
          running.resolve("volatile-containers.json"));
    }
  }

  PodmanState(Path root) {
    this.root = root;
  }

  /**
   * All containers.
   *
   * @param denied receives the folders that may not be read
   */
  List<Found> containers(List<Path> denied) {
    List<Found> found = new ArrayList<>();
    for (Storage storage : storages()) {
      for (Path list : storage.lists()) {
        try {
          Map<String, String> names = StateFile.read(list, PodmanState::names);
          if (names != null) {
            names.forEach((id, name) -> found.add(container(storage, id, name)));
          }
        } catch (AccessDeniedException e) {
          denied.add(storage.kept);
        }
      }
    }
    return found;
  }

  private List<Storage> storages() {
    List<Storage> storages = new ArrayList<>();
    Path ofRoot = root.resolve("var/lib/containers/storage");
    add(ofRoot, root.resolve("run/containers/storage"), storages);
    for (Path home : homes()) {
      Path kept = home.resolve(".local/share/containers/storage");
      if (Files.isDirectory(kept)) {
        add(kept, root.resolve("run/user/" + owner(kept) + "/containers"), storages);
      }
    }
    return storages;
  }

  private static void add(Path kept, Path running, List<Storage> storages) {
    for (String driver : DRIVERS) {
      storages.add(
          new Storage(
              kept.resolve(driver + "-containers"), running.resolve(driver + "-containers")));
    }
  }

  private List<Path> homes() {
    try {
      return StateFile.folder(root.resolve("home"));
    } catch (AccessDeniedException e) {
      return List.of();
    }
  }

  private static Object owner(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:uid");
    } catch (IOException e) {
      return 0;
    }
  }

  private static Map<String, String> names(JsonReader reader) {
    Map<String, String> names = new LinkedHashMap<>();
    StateFile.array(
        reader,
        () -> {
          String[] found = {"", ""};
          StateFile.object(
              reader,
              (field, value) -> {
                switch (field) {
                  case "id" -> found[0] = StateFile.text(value);
                  case "names" ->
                      StateFile.array(
                          value,
                          () -> {
                            String name = StateFile.text(value);
                            found[1] = found[1].isEmpty() ? name : found[1];
                          });
                  default -> value.skipValue();
                }
              });
          if (found[0].matches("[0-9a-f]{1,64}")) { // it becomes part of a path
            names.put(found[0], found[1]);
          }
        });
    return names;
  }

  private Found container(Storage storage, String id, String name) {
    Path running = storage.running.resolve(id).resolve("userdata");
    Path kept = storage.kept.resolve(id).resolve("userdata");
    long pid = pid(running.resolve("pidfile"));
    Map<String, Path> mounts = pid == 0 ? Map.of() : mounts(kept.resolve("config.json"));
    if (mounts == null) {
      mounts = mounts(running.resolve("config.json"));
    }
    return new Found(Container.Engine.PODMAN, id, name, pid, mounts == null ? Map.of() : mounts);
  }

  private static long pid(Path file) {
    try {
      String text = StateFile.line(file, LONGEST_PID);
      return text != null && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
    } catch (AccessDeniedException e) {
      return 0; // then it is as good as none that runs
    }
  }

  private @Nullable Map<String, Path> mounts(Path config) {
    try {
      return StateFile.read(config, this::mounts);
    } catch (AccessDeniedException e) {
      return null; // what it sees may still be seen through its process
    }
  }

  private Map<String, Path> mounts(JsonReader reader) {
    Map<String, Path> mounts = new LinkedHashMap<>();
    StateFile.object(
        reader,
        (field, value) -> {
          if (field.equals("mounts")) {
            StateFile.array(value, () -> mount(value, mounts));
          } else {
            value.skipValue();
          }
        });
    return mounts;
  }

  private void mount(JsonReader reader, Map<String, Path> mounts) {
    String[] mount = {"", ""};
    StateFile.object(
        reader,
        (field, value) -> {
          switch (field) {
            case "destination" -> mount[0] = StateFile.text(value);
            case "source" -> mount[1] = StateFile.text(value);
            default -> value.skipValue();
          }
        });
    // The source of proc or tmpfs is a word and no path.
    if (mount[0].startsWith("/") && mount[1].startsWith("/")) {
      mounts.put(mount[0], root.resolve(mount[1].substring(1)));
    }
  }
}
