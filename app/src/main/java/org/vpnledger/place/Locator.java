package org.vpnledger.place;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.store.KeptPlace;
import org.vpnledger.store.PlaceBook;
import org.vpnledger.store.PlaceRow;
import org.vpnledger.vpn.Address;

/**
 * Says where an address is: as it is known already while that is fresh, else by the databases, and
 * by the service where those do not say all and it may be asked. Used by one thread.
 */
final class Locator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Locator.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HALF_A_DAY = Duration.ofHours(12);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Duration refresh;
  private final Atlas atlas;
  private final Allowance allowance;
  private final @Nullable LookupService service;
  private Instant databasesSince = Instant.EPOCH;
  private Instant troubledUntil = Instant.EPOCH;
  private Duration troubledFor = Duration.ZERO;
  private String trouble = "";

  Locator(PlaceRules rules) {
    this.refresh = rules.refresh();
    this.atlas = new Atlas(rules.databases());
    this.allowance = new Allowance(rules.perMinute(), rules.perDay());
    this.service =
        rules.lookupUrl().isEmpty()
            ? null
            : new LookupService(rules.lookupUrl(), rules.lookupTokenFile(), rules.patience());
  }

  /** Of whom it is that an address is looked up, and so who may be told of it. */
  enum Whose {
    /** A peer that comes now. */
    PEER,
    /**
     * Somebody about whom nobody outside is asked now: a stranger, who never is, or a peer of long
     * ago or whose place is renewed, who is asked about in its turn as {@link #PEER}, see {@link
     * PlaceWatch#renew}.
     */
    UNASKED
  }

  /**
   * Where an address is.
   *
   * @param place absent if nothing is known
   * @param pause how long to wait, since the service may be asked then; zero for an answer
   */
  record Located(@Nullable KeptPlace place, Duration pause) {}

  /** What a daemon before this one asked counts, too. */
  void begin(PlaceBook book, Instant now) {
    if (service != null) {
      for (long i = Math.min(book.answersSince(now.minus(DAY)), 1_000_000); i > 0; i--) {
        allowance.note(now.minus(HALF_A_DAY)); // when exactly is not worth knowing
      }
    }
    lookForDatabases(book, now);
  }

  /** Looks whether databases were replaced. */
  void lookForDatabases(PlaceBook book, Instant now) {
    atlas.refresh();
    if (atlas.isOpen()) {
      databasesSince = book.databases(atlas.identity(), now);
    }
  }

  /**
   * What was looked up before then is to be looked up anew; never ahead of now, lest what is looked
   * up now is outdated at once: the clock may have been put back since databases were replaced.
   */
  Instant outdatedBefore(Instant now) {
    Instant old = now.minus(refresh);
    return databasesSince.isAfter(old) && !databasesSince.isAfter(now) ? databasesSince : old;
  }

  /** Places that no service was asked for since then may be asked for. */
  Instant askedBefore(Instant now) {
    return now.minus(refresh);
  }

  /** Whether there is a service at all. */
  boolean hasService() {
    return service != null;
  }

  /** How long until the service may be asked: for reasons of its own, or of its allowance. */
  Duration pause(Instant now) {
    Duration trouble = Duration.between(now, troubledUntil);
    if (trouble.compareTo(troubledFor) > 0) { // the clock was put back
      troubledUntil = now.plus(troubledFor);
      trouble = troubledFor;
    }
    Duration allowed = allowance.pause(now);
    return trouble.compareTo(allowed) > 0 ? trouble : allowed;
  }

  /**
   * Looks an address up.
   *
   * @param known what is known of it, absent if nothing is
   * @param seen when somebody was seen there
   */
  Located locate(
      Address address,
      @Nullable KeptPlace known,
      Instant seen,
      boolean stranger,
      Whose whose,
      Instant now)
      throws InterruptedException {
    LookupService usable = PublicAddress.is(address) ? service : null;
    Draft draft = draft(address, known, now);
    if (usable != null
        && whose == Whose.PEER
        && draft.asked() == null
        && !draft.facts().isComplete()) {
      Duration pause = pause(now);
      if (pause.isPositive() && pause.compareTo(MINUTE) <= 0) {
        return new Located(null, pause);
      }
      draft = pause.isPositive() ? draft : ask(usable, address, draft, now);
    }
    if (draft.facts().isEmpty() && (usable == null || stranger)) {
      return new Located(null, Duration.ZERO);
    }
    boolean met = known != null && !known.stranger();
    return new Located(
        new KeptPlace(row(address.toString(), draft), seen, stranger && !met, draft.asked()),
        Duration.ZERO);
  }

  /** What is known without asking; with when it was looked up, and when the service answered. */
  private record Draft(Facts facts, String origin, Instant noted, @Nullable Instant asked) {
    Draft with(Facts more, String who, Instant now) {
      Facts all = facts.or(more);
      return new Draft(all, all.equals(facts) ? origin : joined(origin, who), noted, now);
    }

    Draft asked(@Nullable Instant when) {
      return new Draft(facts, origin, noted, when);
    }
  }

  private Draft draft(Address address, @Nullable KeptPlace known, Instant now) {
    if (known == null) {
      Atlas.Entry found = atlas.lookup(address);
      return new Draft(found.facts(), found.origin(), now, null);
    }
    PlaceRow row = known.row();
    Instant answered = known.askedAt();
    Instant asked = answered != null && answered.isAfter(askedBefore(now)) ? answered : null;
    if (!row.notedAt().isBefore(outdatedBefore(now))) {
      return new Draft(Facts.of(row), row.origin(), row.notedAt(), asked);
    }
    Atlas.Entry found = atlas.lookup(address);
    // What the service said stays, and what a database said that cannot be used now.
    if (asked != null || !atlas.isOpen()) {
      return new Draft(
          found.facts().or(Facts.of(row)), joined(found.origin(), row.origin()), now, asked);
    }
    Draft fresh = new Draft(found.facts(), found.origin(), now, null);
    return isImported(row) ? fresh.with(Facts.of(row), PlaceRow.IMPORTED, now).asked(null) : fresh;
  }

  /** Whether nobody can be asked again for some of it. */
  private static boolean isImported(PlaceRow row) {
    return List.of(row.origin().split(", ")).contains(PlaceRow.IMPORTED);
  }

  private static String joined(String... origins) {
    return Stream.of(origins)
        .flatMap(origin -> Stream.of(origin.split(", ")))
        .filter(origin -> !origin.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static PlaceRow row(String address, Draft draft) {
    Facts facts = draft.facts();
    return new PlaceRow(
        0,
        address,
        draft.noted(),
        facts.country(),
        facts.countryName(),
        facts.region(),
        facts.city(),
        facts.provider(),
        facts.latitude(),
        facts.longitude(),
        facts.radiusKm(),
        PlaceText.plain(draft.origin()));
  }

  /**
   * The same draft if it does not say. That may be for this address alone, so that others have
   * their turn before this one is asked for again.
   */
  private Draft ask(LookupService usable, Address address, Draft draft, Instant now)
      throws InterruptedException {
    allowance.note(now);
    return switch (usable.ask(address)) {
      case LookupService.Answer.Known(Facts facts) -> {
        if (!trouble.isEmpty()) {
          LOG.info("place: {} answers again", usable.name());
          trouble = "";
        }
        yield draft.with(facts, usable.name(), now);
      }
      case LookupService.Answer.Refused(String reason, Duration pause, boolean ofAny) -> {
        troubledUntil = now.plus(pause);
        troubledFor = pause;
        if (!reason.equals(trouble)) {
          LOG.warn(
              "place: {}: {}; asked again in {} s at the earliest",
              usable.name(),
              reason,
              pause.toSeconds());
          trouble = reason;
        }
        yield ofAny ? draft : draft.asked(askedBefore(now).plus(HOUR));
      }
    };
  }

  /** Whether anybody outside may be asked about it. */
  static boolean mayAsk(Address address) {
    return PublicAddress.is(address);
  }

  /** A place of which nothing is known any more but what was imported. */
  static KeptPlace unknown(KeptPlace place, Instant now) {
    PlaceRow known = place.row();
    Draft nothing =
        isImported(known)
            ? new Draft(Facts.of(known), known.origin(), now, null)
            : new Draft(Facts.NONE, "", now, null);
    return new KeptPlace(
        row(place.row().address(), nothing), place.seenAt(), place.stranger(), now);
  }

  /** The same as if it had been asked for: there is nobody to ask. */
  static KeptPlace asked(KeptPlace place, Instant now) {
    return new KeptPlace(place.row(), place.seenAt(), place.stranger(), now);
  }

  @Override
  public void close() {
    atlas.close();
    if (service != null) {
      service.close();
    }
  }
}
