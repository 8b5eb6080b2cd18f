package org.vpnledger.source.wireguard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Endpoint;

/**
 * Gathers refusals, because anybody can cause a million of them from as many forged addresses. The
 * first from an address is told at once; what follows from there, once a minute with its number. Of
 * all together so many are told a minute; the rest is told once for each interface, at its end.
 *
 * <p>All times are nanoseconds of one monotonic clock.
 */
final class Refusals {
  /** How often an address is told of, and how long an allowance lasts. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Addresses that are told of in a minute, on all tunnels. */
  static final int MOST_TOLD = 30;

  /** Addresses that are told apart among those that are not, for each interface. */
  static final int MOST_ADDRESSES = 1024;

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  /**
   * What is to be told.
   *
   * @param endpoint absent when it is about many
   * @param reason one line for people
   */
  record Told(Refusal.Interface at, @Nullable Endpoint endpoint, String reason) {}

  private record Who(Refusal.Interface at, String host) {}

  /** What came from an address that was told of, since then. */
  private static final class Repeats {
    private final long end;
    private long count;
    private @Nullable Refusal latest;

    Repeats(long end) {
      this.end = end;
    }
  }

  /** What is not told one by one. */
  private static final class Rest {
    private final Set<String> hosts = new HashSet<>();
    private long count;

    void add(String host, long refusals) {
      count += refusals;
      if (hosts.size() < MOST_ADDRESSES) {
        hosts.add(host);
      }
    }
  }

  /** In the order in which their minutes end; each was paid for, so there are few of them. */
  private final Map<Who, Repeats> repeats = new LinkedHashMap<>();

  private final Map<Refusal.Interface, Rest> rest = new LinkedHashMap<>();
  private long begun = NOT_BEGUN;
  private int told;

  /** Notes one, after {@link #due} of the same moment; gives what is to be told of it at once. */
  @Nullable Told note(Refusal refusal, long now) {
    Who who = new Who(refusal.at(), refusal.endpoint().host());
    Repeats known = repeats.get(who);
    if (known != null) {
      known.count++;
      known.latest = refusal;
      return null;
    }
    if (!isAllowed(now)) {
      rest(who.at).add(who.host, 1);
      return null;
    }
    repeats.put(who, new Repeats(now + WINDOW.toNanos()));
    return new Told(who.at, refusal.endpoint(), refusal.reason().words());
  }

  /** Whose minute is over. An address from which nothing came meanwhile is a new one again. */
  List<Told> due(long now) {
    List<Told> due = new ArrayList<>();
    if (begun != NOT_BEGUN && now - begun >= WINDOW.toNanos()) {
      rest.forEach((at, of) -> due.add(new Told(at, null, words(of))));
      rest.clear();
      begun = NOT_BEGUN;
    }
    for (Map.Entry<Who, Repeats> one : List.copyOf(repeats.entrySet())) {
      if (now - one.getValue().end < 0) {
        break;
      }
      repeats.remove(one.getKey());
      Told again = repeated(one.getKey(), one.getValue(), now);
      if (again != null) {
        due.add(again);
      }
    }
    return due;
  }

  private @Nullable Told repeated(Who who, Repeats seen, long now) {
    Refusal latest = seen.latest;
    if (latest == null) {
      return null;
    }
    if (!isAllowed(now)) {
      rest(who.at).add(who.host, seen.count);
      return null;
    }
    repeats.put(who, new Repeats(now + WINDOW.toNanos()));
    String words = "%s; %d more within a minute".formatted(latest.reason().words(), seen.count);
    return new Told(who.at, latest.endpoint(), words);
  }

  /** Takes one from this minute's allowance; the first one begins a minute. */
  private boolean isAllowed(long now) {
    if (begun == NOT_BEGUN) {
      begun = now;
      told = 0;
    }
    if (told == MOST_TOLD) {
      return false;
    }
    told++;
    return true;
  }

  private Rest rest(Refusal.Interface at) {
    return rest.computeIfAbsent(at, _ -> new Rest());
  }

  private static String words(Rest of) {
    boolean all = of.hosts.size() < MOST_ADDRESSES;
    return "%d more within a minute, from %s%d address%s that are not told one by one"
        .formatted(
            of.count, all ? "" : "at least ", of.hosts.size(), of.hosts.size() == 1 ? "" : "es");
  }

  /** How many addresses are remembered. */
  int size() {
    return repeats.size() + rest.values().stream().mapToInt(of -> of.hosts.size()).sum();
  }

  /** Until something is due, at most that long. */
  Duration untilDue(long now, Duration atMost) {
    long left = atMost.toNanos();
    if (begun != NOT_BEGUN && !rest.isEmpty()) {
      left = Math.min(left, begun + WINDOW.toNanos() - now);
    }
    if (!repeats.isEmpty()) {
      left = Math.min(left, repeats.values().iterator().next().end - now);
    }
    return Duration.ofNanos(Math.max(0, left));
  }
}
