package org.vpnledger.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.ImportedSession;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/**
 * Sessions as wg_monitor's lines tell of them: from {@code ONLINE} to {@code OFFLINE} or {@code
 * REMOVED}. One begins with its handshake and ends with the last one; where the monitor itself
 * ended, at what it last told: nobody watched any longer. Of one whose end is not told nothing is
 * known but that it began, and of one whose beginning is not told, that it ended: they are left
 * out.
 */
public final class MonitorSessions {
  private record Who(String interfaceName, String key) {}

  private record Open(Instant start, Instant noticed, @Nullable Endpoint endpoint) {}

  private record Ended(String interfaceName, ImportedSession session) {}

  private final Map<Who, Open> open = new LinkedHashMap<>();
  private final List<Ended> ended = new ArrayList<>();
  private Instant last = Instant.EPOCH;

  MonitorSessions() {}

  /** How many have an end. */
  public int count() {
    return ended.size();
  }

  /** How many have none. */
  public int unfinished() {
    return open.size();
  }

  /** Gives each one with its interface. */
  public void forEach(BiConsumer<String, ImportedSession> receiver) {
    ended.forEach(one -> receiver.accept(one.interfaceName(), one.session()));
  }

  void take(MonitorLog.Told told) {
    MonitorLine line = told.line();
    Who who = new Who(line.interfaceName(), line.key());
    Open known = open.get(who);
    boolean late = known != null && told.at().isBefore(known.noticed()); // a file that came twice
    switch (line.type()) {
      case STARTED -> endAll(last);
      case STOPPED -> endAll(told.at());
      case ONLINE -> {
        if (known == null) {
          Instant start = told.handshake() == null ? told.at() : told.handshake();
          open.put(who, new Open(start, told.at(), line.endpoint()));
        }
      }
      case ROAMING -> {
        if (known != null && !late) {
          open.put(who, new Open(known.start(), known.noticed(), line.endpoint()));
        }
      }
      case OFFLINE, REMOVED -> {
        if (known != null && !late) {
          open.remove(who);
          end(who, known, told.handshake() == null ? told.at() : told.handshake(), told.at());
        }
      }
    }
    last = told.at();
  }

  private void endAll(Instant at) {
    open.forEach((who, one) -> end(who, one, at, at));
    open.clear();
  }

  private void end(Who who, Open one, Instant end, Instant noticed) {
    Instant later = end.isBefore(one.start()) ? one.start() : end;
    ended.add(
        new Ended(
            who.interfaceName(),
            new ImportedSession(
                new PeerKey(who.key()),
                one.start(),
                one.noticed(),
                later,
                noticed.isBefore(later) ? later : noticed,
                one.endpoint(),
                null)));
  }
}
