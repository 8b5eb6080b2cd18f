package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.place.PlaceRules;
import org.vpnledger.place.PlaceWatch;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.store.sqlite.SqlitePlaceBook;
import org.vpnledger.store.sqlite.SqliteReader;

/**
 * Lets places follow the ledger. What is found out waits in the ledger's file for the thread that
 * numbers events.
 */
final class PlaceReaction implements Reaction {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path ledger;
  private final PlaceWatch watch;

  PlaceReaction(Path ledger, PlaceWatch watch) {
    this.ledger = ledger;
    this.watch = watch;
  }

  /** The rules that the settings make. */
  static PlaceRules rules(Settings settings) {
    Settings.Place place = settings.place();
    return new PlaceRules(
        place.databases(),
        Duration.ofDays(place.refreshDays()),
        place.fastestKmh(),
        place.lookupUrl(),
        place.lookupTokenFile(),
        place.lookupsPerMinute(),
        place.lookupsPerDay(),
        PATIENCE,
        settings.threshold());
  }

  /** What looks places up, if that is configured; else it gives up how far it was. */
  static void addTo(
      List<Reaction> reactions, Settings settings, Path ledger, Whereabouts whereabouts) {
    if (settings.place().isConfigured()) {
      PlaceWatch watch = new PlaceWatch(rules(settings), InstantSource.system());
      whereabouts.follow(watch::countries);
      reactions.add(new PlaceReaction(ledger, watch));
    } else {
      try (PlaceBook book = SqlitePlaceBook.open(ledger)) {
        book.forget();
      }
    }
  }

  @Override
  public String name() {
    return "places";
  }

  @Override
  public Duration catchUp() throws InterruptedException {
    try (PlaceBook book = SqlitePlaceBook.open(ledger)) {
      watch.begin(book);
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        more = step(book) || watch.renew(book);
      }
    }
    return watch.rest();
  }

  /** Each by a reader of its own: one that stays open keeps the ledger's log growing. */
  private boolean step(PlaceBook book) throws InterruptedException {
    try (SqliteReader reader = SqliteReader.open(ledger)) {
      return watch.step(reader, book);
    }
  }

  @Override
  public void close() {
    watch.close();
  }
}
