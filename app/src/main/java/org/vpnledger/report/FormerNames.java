package org.vpnledger.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.NameRow;

/** What peers were called. */
public final class FormerNames {
  private final Map<Long, List<NameRow>> byPeer = new HashMap<>();

  /**
   * A name that a peer had.
   *
   * @param peer its number
   * @param name harmless to show
   * @param from when it got it
   * @param until when it was called otherwise or not at all; absent if it still has it
   */
  public record Former(long peer, String name, Instant from, @Nullable Instant until) {}

  private FormerNames(List<NameRow> rows) {
    int start = 0;
    for (int i = 1; i <= rows.size(); i++) {
      if (i == rows.size() || rows.get(i).peer() != rows.get(start).peer()) {
        byPeer.put(rows.get(start).peer(), rows.subList(start, i));
        start = i;
      }
    }
  }

  /** Reads the names of all peers. */
  public static FormerNames of(LedgerReader reader) {
    return new FormerNames(reader.names());
  }

  /** What the peer was called then, absent if it had no name. */
  @Nullable String at(long peer, Instant at) {
    String name = null;
    for (NameRow row : byPeer.getOrDefault(peer, List.of())) {
      if (row.from().isAfter(at)) {
        break;
      }
      name = row.name();
    }
    return name == null ? null : SafeText.plain(name);
  }

  /**
   * The names that text means: those that are exactly it, or else those with it somewhere, whatever
   * its case. Of each peer the latest.
   */
  public List<Former> matching(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<Former> exact = matching(wanted::equals);
    return exact.isEmpty() ? matching(name -> name.contains(wanted)) : exact;
  }

  private List<Former> matching(Predicate<String> lowerCase) {
    return byPeer.values().stream()
        .map(rows ->
            formers(rows)
                .filter(former -> lowerCase.test(former.name().toLowerCase(Locale.ROOT)))
                .reduce((_, later) -> later)
                .orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  private static Stream<Former> formers(List<NameRow> rows) {
    List<Former> formers = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      NameRow row = rows.get(i);
      String name = row.name();
      if (name != null) {
        Instant until = i + 1 < rows.size() ? rows.get(i + 1).from() : null;
        formers.add(new Former(row.peer(), SafeText.plain(name), row.from(), until));
      }
    }
    return formers.stream();
  }
}
