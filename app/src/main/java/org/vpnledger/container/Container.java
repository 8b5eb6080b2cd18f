package org.vpnledger.container;

import java.nio.file.Path;
import java.util.Map;

/**
 * A container that runs.
 *
 * @param engine whose it is
 * @param id 64 hexadecimal digits
 * @param name as people call it, without a slash
 * @param pid its main process, as this machine counts
 * @param startTime when that process was started, in ticks since the machine was: a process of the
 *     same number that was started at another time is another one
 * @param mounts the folders and files of this machine that it sees, by where it sees them
 * @param processes {@code /proc}, or what stands for it
 */
public record Container(
    Engine engine,
    String id,
    String name,
    long pid,
    long startTime,
    Map<String, Path> mounts,
    Path processes) {

  /** What runs containers. */
  public enum Engine {
    DOCKER("Docker"),
    PODMAN("Podman");

    private final String label;

    Engine(String label) {
      this.label = label;
    }

    /** What people call it. */
    public String label() {
      return label;
    }
  }

  public Container {
    mounts = Map.copyOf(mounts);
  }

  /** Whether its process is still there: cheap, and to be asked before each use of the pid. */
  public boolean isSame() {
    Long now = ProcessStat.startTime(processes, pid);
    return now != null && now == startTime;
  }

  /**
   * Its file system as it sees it itself. To go there takes the right to trace the process ({@code
   * CAP_SYS_PTRACE}, or the same user); the folders in {@link #mounts} take no such right.
   */
  public Path root() {
    return processes.resolve(Long.toString(pid)).resolve("root");
  }

  /** Its network namespace, as a file to open. */
  public Path networkNamespace() {
    return processes.resolve(Long.toString(pid)).resolve("ns").resolve("net");
  }
}
