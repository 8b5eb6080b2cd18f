package org.vpnledger.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A run's processes, found by any of three signs, since a process can shed each of them but hardly
 * all: it descends from the script; it is in the session that the script leads; the run's mark is
 * in its environment.
 */
final class Offspring {
  private static final Path PROCESSES = Path.of("/proc");
  private static final int MOST_ROUNDS = 200; // a fork bomb is not outrun for ever
  private static final int MOST_ENVIRONMENT = 4 << 20;
  private static final long PAUSE = Duration.ofMillis(2).toNanos();

  private final Process script;
  private final byte[] mark;

  /**
   * Of a script that was just started.
   *
   * @param mark {@code NAME=value}, which no other process has in its environment
   */
  Offspring(Process script, String mark) {
    this.script = script;
    this.mark = mark.getBytes(StandardCharsets.UTF_8);
  }

  /** Kills until none is left; returns whether that is so. */
  boolean kill() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<ProcessHandle> alive = find();
      if (alive.isEmpty()) {
        return true;
      }
      alive.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(PAUSE);
    }
    return false;
  }

  /**
   * Parents first: a script must not go on because the child that it waits for has died. A handle
   * knows when its process started, so that a number that is given again is no danger.
   */
  private List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>();
    if (script.isAlive()) {
      found.add(script.toHandle());
      script.descendants().filter(Offspring::isAlive).forEach(found::add);
    }
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.filter(process -> !found.contains(process)).filter(this::isMarked).forEach(found::add);
    }
    return found;
  }

  private boolean isMarked(ProcessHandle process) {
    String[] stat = stat(process.pid());
    return isAlive(stat) && (isOfSession(stat) || hasMark(process.pid()));
  }

  private static boolean isAlive(ProcessHandle process) {
    return isAlive(stat(process.pid()));
  }

  /** Those that ended but whose parent has not asked yet are no more. */
  private static boolean isAlive(String[] stat) {
    return stat.length > 3 && !stat[0].equals("Z") && !stat[0].equals("X");
  }

  private boolean isOfSession(String[] stat) {
    return stat[3].equals(Long.toString(script.pid()));
  }

  /** State, parent, group, session, … as in proc_pid_stat(5); nothing of one that is gone. */
  private static String[] stat(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(PROCESSES.resolve(pid + "/stat"));
      String stat = new String(bytes, StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    } catch (IOException e) {
      return new String[0];
    }
  }

  private boolean hasMark(long pid) {
    try (InputStream environment = Files.newInputStream(PROCESSES.resolve(pid + "/environ"))) {
      return contains(environment.readNBytes(MOST_ENVIRONMENT), mark);
    } catch (IOException e) {
      return false; // it is gone, or another user's, which then is not ours to kill
    }
  }

  private static boolean contains(byte[] all, byte[] wanted) {
    for (int at = 0; at + wanted.length <= all.length; at++) {
      int same = 0;
      while (same < wanted.length && all[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
