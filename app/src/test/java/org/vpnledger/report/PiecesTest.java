package org.vpnledger.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.Bucket;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.calendar.Resolution;
import org.vpnledger.ledger.Amount;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.UsageRow;

/** Months, days and hours together cover a span once: no second is left out or counted twice. */
class PiecesTest {
  private static final String[] ZONES = {
    "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"
  };

  @Test
  void a_peer_that_moves_a_byte_a_second_has_moved_the_spans_seconds() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      LedgerCalendar calendar = LedgerCalendar.of(ZoneId.of(ZONES[random.nextInt(ZONES.length)]));
      Instant from =
          Instant.parse("2011-11-01T00:00:00Z").plusSeconds(random.nextLong(500L * 86_400));
      long most = random.nextBoolean() ? 4 * 86_400 : 200 * 86_400;
      Span span = new Span(from, from.plusSeconds(1 + random.nextLong(most)));
      LedgerReader reader = counting(calendar, new int[1]);
      Pieces pieces = Pieces.of(reader, span);
      Instant start = pieces.whole().from();
      Instant end = pieces.whole().to();
      assertThat(start).isBeforeOrEqualTo(span.from());
      assertThat(end).isAfterOrEqualTo(span.to());
      assertThat(pieces.peerTotals(reader).get(1L))
          .as("%s in %s", span, calendar.spans())
          .isEqualTo(new Amount(Duration.between(start, end).toSeconds(), 0, 0));
    }
  }

  @Test
  void a_long_span_reads_months_and_not_their_hours() {
    LedgerCalendar calendar = LedgerCalendar.of(ZoneId.of("Europe/Berlin"));
    int[] asked = {0};
    LedgerReader reader = counting(calendar, asked);
    Pieces.of(
            reader,
            new Span(Instant.parse("2025-01-10T00:00:00Z"), Instant.parse("2026-11-20T12:00:00Z")))
        .peerTotals(reader);
    assertThat(asked[0]).isEqualTo(3); // days, months, days
  }

  /** A peer that moves a byte a second for ever; answers from the calendar. */
  private static LedgerReader counting(LedgerCalendar calendar, int[] asked) {
    return (LedgerReader)
        Proxy.newProxyInstance(
            LedgerReader.class.getClassLoader(),
            new Class<?>[] {LedgerReader.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "calendar" -> {
                  return calendar;
                }
                case "tunnelUsage" -> {
                  return List.of(new UsageRow((Instant) arguments[1], 1, new Amount(1, 0, 0)));
                }
                case "peerTotals" -> {}
                default -> throw new UnsupportedOperationException(method.getName());
              }
              asked[0]++;
              return totals(
                  calendar,
                  (Resolution) arguments[0],
                  (Instant) arguments[1],
                  (Instant) arguments[2]);
            });
  }

  private static Map<Long, Amount> totals(
      LedgerCalendar calendar, Resolution resolution, Instant from, Instant to) {
    long seconds = 0;
    for (Bucket bucket : calendar.bucketsOf(resolution, from, to)) {
      if (!bucket.start().isBefore(from)) { // a bucket counts where it starts
        seconds += Duration.between(bucket.start(), bucket.end()).toSeconds();
      }
    }
    return Map.of(1L, new Amount(seconds, 0, 0));
  }
}
