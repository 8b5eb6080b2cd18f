package org.vpnledger.daemon;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;

/** Tells sources when what they told is in the ledger's file. Used by one thread. */
final class Receipts {
  private final Map<String, Source> sources;
  private final Map<String, Moment> waiting = new HashMap<>();
  private int book;

  Receipts(List<Source> sources) {
    this.sources =
        sources.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Source::name, Function.identity(), (first, _) -> first));
  }

  /** A look was applied. */
  void note(Poller.Look look) {
    look.observations().stream()
        .map(Observation::at)
        .max(Comparator.comparingLong(Moment::monotonicNanos))
        .ifPresent(at -> waiting.put(look.source(), at));
  }

  /**
   * All of them, if all that was applied is kept.
   *
   * @param books another number when the ledger's file is another one, which has not what waited
   */
  void giveIf(boolean kept, int books) {
    if (books != book) {
      book = books;
      waiting.clear(); // who told it may tell it again at the next start
    }
    if (kept && !waiting.isEmpty()) {
      waiting.forEach((source, upTo) -> {
        Source told = sources.get(source);
        if (told != null) {
          told.kept(upTo);
        }
      });
      waiting.clear();
    }
  }
}
