package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a process may do, by {@code /proc/PID/status}, proc_pid_status(5).
 *
 * @param pid as seen from here
 * @param user the effective user id
 * @param groups the effective group id and the supplementary ones
 * @param capabilities the effective ones, bit by bit
 * @param residentBytes how much memory it has, 0 if that is not told
 */
record ProcessRights(
    String pid, int user, Set<Integer> groups, long capabilities, long residentBytes) {
  private static final int OWNER_WRITES = 0200;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;

  ProcessRights {
    groups = Set.copyOf(groups);
  }

  /** Of this very process. */
  static ProcessRights self() {
    ProcessRights self = of("self");
    return self == null ? new ProcessRights("self", -1, Set.of(), 0, 0) : self;
  }

  /** Of another one; absent if it has gone, or is hidden. */
  static @Nullable ProcessRights of(String pid) {
    try {
      return parse(pid, Files.readString(Path.of("/proc", pid, "status")));
    } catch (IOException | RuntimeException e) {
      return null; // /proc may be hidden from us, or not be there at all
    }
  }

  static ProcessRights parse(String pid, String status) {
    Map<String, String[]> lines =
        status
            .lines()
            .filter(line -> line.contains(":"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1).strip().split("\\s+"),
                    (first, _) -> first));
    Function<String, String[]> line = name -> lines.getOrDefault(name, new String[] {""});
    Set<Integer> groups =
        Arrays.stream(line.apply("Groups"))
            .filter(text -> !text.isEmpty())
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(HashSet::new));
    groups.add(Integer.valueOf(line.apply("Gid")[1]));
    String resident = line.apply("VmRSS")[0];
    return new ProcessRights(
        pid,
        Integer.parseInt(line.apply("Uid")[1]),
        groups,
        Long.parseUnsignedLong(line.apply("CapEff")[0], 16),
        resident.isEmpty() ? 0 : Long.parseLong(resident) * 1024);
  }

  boolean isRoot() {
    return user == 0;
  }

  boolean has(Capability capability) {
    return (capabilities >>> capability.number() & 1) != 0;
  }

  /** By owner, group and mode; access control lists, and what a sandbox forbids, are not seen. */
  boolean mayWrite(Path file) throws IOException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode");
    int needed =
        user == number(file, "unix:uid")
            ? OWNER_WRITES
            : groups.contains(number(file, "unix:gid")) ? GROUP_WRITES : OTHERS_WRITE;
    return has(Capability.DAC_OVERRIDE) || (mode & needed) != 0;
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, attribute);
  }
}
