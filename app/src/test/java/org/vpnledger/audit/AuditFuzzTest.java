package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Link;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** Whatever peers and interfaces are called, a line stays a line and an object an object. */
final class AuditFuzzTest {
  private static final int ROUNDS = 20_000;
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final List<EventType> TYPES = List.of(EventType.values());

  private final RandomGenerator random = new Random(20261120);
  private List<String> corpus = List.of();

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("hostile.txt"))) {
      // One text a line; what a line cannot hold is escaped as in Java.
      corpus =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::translateEscapes)
              .toList();
    }
  }

  @Test
  void a_line_of_the_log_is_one_line_of_what_can_be_read() {
    int lines = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String line = LogLine.of(audited(), ZONE);
      if (line != null) {
        lines++;
        assertThat(line).startsWith("2023-10-27 10:00:00 ").hasSizeLessThan(5_000);
        assertThat(line.codePoints())
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0x202e);
      }
    }
    assertThat(lines).isGreaterThan(ROUNDS / 4);
  }

  @Test
  void a_json_line_is_one_object_whose_original_proves_itself() {
    EcsLine ecs = new EcsLine("id", "gate\nway \"1\"");
    Chain chain = new Chain();
    JsonMapper mapper = JsonMapper.builder().build();
    for (int i = 0; i < ROUNDS / 4; i++) {
      AuditedEvent audited = audited();
      String line = ecs.of(audited, LedgerCalendar.of(ZONE));
      assertThat(line).doesNotContain("\n", "\r", "\u2028");
      Map<String, Object> object = mapper.fromJsonObject(line);
      assertThat(object.get("event.sequence")).asString().isEqualTo(Long.toString(audited.seq()));
      String original = String.valueOf(object.get("event.original"));
      assertThat(chain.next(Trail.NOTHING, original)).isEqualTo(audited.link());
    }
  }

  @Test
  void what_stands_in_a_file_of_hashes_is_read_or_refused() {
    String entry = new LineChain.Entry(17, Trail.NOTHING, Trail.NOTHING).toString();
    String title = LineChain.title(Trail.NOTHING);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = mutated(random.nextBoolean() ? entry : title);
      if (LineChain.Entry.parse(text) != null || LineChain.titled(text) != null) {
        read++;
      }
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  private AuditedEvent audited() {
    EventType type = TYPES.get(random.nextInt(TYPES.size()));
    Instant at = Instant.parse("2023-10-27T08:00:00Z");
    Event event =
        new Event(
            type,
            new TunnelId(text(64), text(64)),
            new PeerKey(text(PeerKey.MAX_LENGTH)),
            text(5_000),
            at,
            at,
            Endpoint.parse("192.0.2.7:1"),
            Endpoint.parse("[fe80::1%" + "e]th\n0" + "]:1"),
            at,
            text(3_000));
    long seq = random.nextLong(1, 1_000);
    String line = org.vpnledger.chain.EventText.of(seq, event);
    Link link = new Chain().next(Trail.NOTHING, line);
    return new AuditedEvent(
        seq, event, link, random.nextBoolean(), false, List.of(text(100), text(2_000)));
  }

  /** One of the corpus, or some of it in disorder; not empty. */
  private String text(int most) {
    String text = corpus.get(random.nextInt(corpus.size()));
    if (random.nextBoolean()) {
      text = mutated(text + corpus.get(random.nextInt(corpus.size())));
    }
    String some = text.isEmpty() ? "x" : text;
    return some.substring(0, Math.min(some.length(), most));
  }

  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = random.nextInt(4); n > 0 && !mutated.isEmpty(); n--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(3)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, (char) random.nextInt(0x10000));
        default -> mutated.setCharAt(at, (char) random.nextInt(128));
      }
    }
    return mutated.toString();
  }
}
