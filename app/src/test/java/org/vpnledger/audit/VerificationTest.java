package org.vpnledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vpnledger.audit.Trail.ALICE;
import static org.vpnledger.audit.Trail.at;
import static org.vpnledger.audit.Trail.event;
import static org.vpnledger.audit.Trail.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.ledger.EventType;
import org.vpnledger.report.Span;
import org.vpnledger.store.sqlite.SqliteReader;

/** Whatever is changed, removed or put in is named. */
final class VerificationTest {
  @TempDir Path folder;
  private Trail trail;
  private Path log;

  @BeforeEach
  void begin() throws IOException {
    trail = new Trail(folder);
    log = folder.resolve("wg_monitor.log");
    for (int i = 0; i < 50; i++) {
      trail.happen(
          event(
              i % 2 == 0 ? EventType.ONLINE : EventType.OFFLINE,
              ALICE,
              "10:00:%02d".formatted(i),
              "192.0.2.7:1",
              at("10:00:00")));
      trail.follow(new TextLog(log, 2_000, 7)); // some of it is put aside
    }
  }

  @AfterEach
  void end() {
    trail.close();
  }

  private @Nullable String problem(Path... heads) throws Exception {
    List<Check> checks =
        new Verification(() -> SqliteReader.open(trail.ledger), new Trust(List.of()))
            .run(List.of(log), List.of(heads));
    return checks.stream()
        .filter(check -> !check.isWhole())
        .findFirst()
        .map(Check::problem)
        .orElse(null);
  }

  @Test
  void what_nobody_has_touched_is_whole() throws Exception {
    assertThat(problem()).isNull();
  }

  @Test
  void the_first_event_that_was_changed_is_named_whatever_was_changed_of_it() throws Exception {
    for (String change :
        List.of(
            "type = 'OFFLINE'",
            "type = 'NONSENSE'",
            "name = 'Mallory'",
            "endpoint = '192.0.2.8:1'",
            "endpoint = 'nonsense'",
            "noticed_ns = noticed_ns + 1",
            "happened_ns = happened_ns - 1",
            "handshake_ns = NULL",
            "peer = NULL",
            "tunnel = NULL",
            "detail = ''",
            "hash = NULL",
            "hash = x'00'",
            "hash = zeroblob(32)")) {
      List<@Nullable Object> before = trail.row(33);
      trail.tamper("UPDATE event SET " + change + " WHERE seq = 33");
      assertThat(problem()).as(change).startsWith("event 33 was changed");
      trail.restore(before);
    }
  }

  @Test
  void events_that_were_removed_are_named() throws Exception {
    trail.tamper("DELETE FROM event WHERE seq IN (20, 21)");
    assertThat(problem()).isEqualTo("events 20 to 21 were removed");
  }

  @Test
  void an_event_that_was_put_in_is_named() throws Exception {
    trail.tamper("UPDATE event SET seq = -seq WHERE seq >= 40");
    trail.tamper("UPDATE event SET seq = 1 - seq WHERE seq < 0");
    trail.tamper(
        "INSERT INTO event SELECT 40, type, tunnel, peer, name, happened_ns, noticed_ns, endpoint,"
            + " old_endpoint, handshake_ns, detail, hash FROM event WHERE seq = 38");
    assertThat(problem()).startsWith("event 40 was changed, or put in");
  }

  @Test
  void events_that_were_removed_from_the_end_are_known_by_the_log_and_by_heads() throws Exception {
    Path head = head(trail.key);
    trail.tamper("DELETE FROM event WHERE seq > 45");
    assertThat(problem(head)).contains("tells of event 46, but the ledger ends with 45");
    Files.delete(log);
    try (SqliteReader reader = trail.reader()) {
      assertThat(new HeadCheck(reader, new Trust(List.of())).of("head", text(head)).problem())
          .startsWith("events 46 to 50, signed on ");
    }
  }

  /** Root can rewrite everything; a head that was kept elsewhere tells. */
  @Test
  void a_ledger_that_was_rewritten_whole_is_known_by_a_head_alone() throws Exception {
    Path head = head(trail.key);
    trail.tamper("UPDATE event SET name = 'Mallory' WHERE seq = 3");
    trail.rewriteHashes();
    assertThat(problem(head)).contains("is not what the ledger's event");
    try (SqliteReader reader = trail.reader()) {
      assertThat(new ChainCheck(trail::reader).run().isWhole()).isTrue();
      assertThat(new HeadCheck(reader, new Trust(List.of())).of("head", text(head)).problem())
          .contains("the ledger was rewritten");
    }
  }

  @Test
  void lines_of_the_log_that_were_changed_removed_or_put_in_are_named() throws Exception {
    String whole = text(log);
    List<String> lines = whole.lines().toList();
    List<String> changed = new ArrayList<>(lines);
    changed.set(2, lines.get(2).replace("192.0.2.7", "192.0.2.9"));
    assertThat(problem(changed)).startsWith(log + " line 3 was changed");
    changed = new ArrayList<>(lines);
    changed.remove(2);
    assertThat(problem(changed)).contains("was removed before " + log + " line 3");
    changed = new ArrayList<>(lines);
    changed.add(2, lines.get(1));
    assertThat(problem(changed)).startsWith(log + " line 3 was put in");
    changed = new ArrayList<>(lines);
    changed.removeLast();
    assertThat(problem(changed)).contains("event 50 was removed from its end");
    changed = new ArrayList<>(lines);
    changed.add("one more");
    assertThat(problem(changed)).contains("was put in: no hash is of it: one more");
    assertThat(problem(lines)).isNull();
  }

  private @Nullable String problem(List<String> lines) throws Exception {
    Files.writeString(log, String.join("\n", lines) + "\n");
    return problem();
  }

  @Test
  void a_line_that_was_removed_with_its_hash_is_missed_in_the_ledger() throws Exception {
    Path hashes = TextLog.hashesOf(log);
    List<String> lines = new ArrayList<>(text(log).lines().toList());
    List<String> entries = new ArrayList<>(text(hashes).lines().toList());
    lines.removeLast();
    entries.removeLast();
    Files.writeString(log, String.join("\n", lines) + "\n");
    Files.writeString(hashes, String.join("\n", entries) + "\n");
    assertThat(problem()).contains("the line of event 50 is missing at its end");
  }

  @Test
  void heads_are_refused_that_are_forged_or_of_somebody_else() throws Exception {
    Path head = head(trail.key);
    Path forged = folder.resolve("forged.txt");
    Files.writeString(forged, text(head).replace("seq: 50", "seq: 49"));
    assertThat(problem(forged)).contains("wrong signature");
    Path nonsense = Files.writeString(folder.resolve("nonsense.txt"), "no head");
    assertThat(problem(nonsense)).contains("no signed head");
    Check other =
        new Verification(
                () -> SqliteReader.open(trail.ledger),
                new Trust(List.of(SigningKey.generate().verifying())))
            .run(List.of(), List.of(head))
            .getLast();
    assertThat(other.problem()).contains("a key that you do not trust");
  }

  @Test
  void a_bundle_is_verified_without_the_gateway_by_us_and_by_openssl() throws Exception {
    Path file = folder.resolve("bundle.zip");
    try (SqliteReader reader = trail.reader()) {
      Bundle.of(reader, new Span(at("10:00:10"), at("10:00:40")))
          .write(file, trail.key, Instant.parse("2023-10-28T00:00:00Z"));
    }
    Trust trust = new Trust(List.of(trail.key.verifying()));
    assertThat(BundleCheck.run(file, trust, Map.of())).allMatch(Check::isWhole);
    assertThat(
            BundleCheck.run(file, new Trust(List.of(SigningKey.generate().verifying())), Map.of()))
        .noneMatch(Check::isWhole);
    String said = Unpacked.of(file, folder.resolve("unpacked")).runCommandsOfReadme();
    assertThat(said)
        .contains("the events are those of head.txt", "Signature Verified Successfully");
    Unpacked changed = Unpacked.of(file, folder.resolve("changed"));
    Path events = folder.resolve("changed/events.jsonl");
    Files.writeString(events, text(events).replaceFirst("192.0.2.7", "192.0.2.8"));
    assertThat(changed.runCommandsOfReadme())
        .contains("not whole: ")
        .doesNotContain("the events are those of head.txt");
    assertThat(BundleCheck.run(changed.packed(), trust, Map.of()).getFirst().problem())
        .isEqualTo("events.jsonl line 1 was changed, removed or put in");
  }

  /** What anybody can do to a bundle who cannot sign. */
  @Test
  void a_bundle_with_more_or_less_than_was_signed_is_not_whole() throws Exception {
    Path file = folder.resolve("bundle.zip");
    try (SqliteReader reader = trail.reader()) {
      Bundle.of(reader, new Span(at("10:00:10"), at("10:00:40")))
          .write(file, trail.key, Instant.parse("2023-10-28T00:00:00Z"));
    }
    Unpacked longer = Unpacked.of(file, folder.resolve("longer"));
    Path events = folder.resolve("longer/events.jsonl");
    Path hashes = folder.resolve("longer/hashes.txt");
    String known = text(hashes);
    Files.writeString(hashes, known + "0".repeat(64) + "\n");
    assertThat(bundleProblem(longer)).contains("or hashes put in");
    assertThat(longer.runCommandsOfReadme()).doesNotContain("the events are those of head.txt");
    Files.writeString(hashes, known);
    assertThat(longer.runCommandsOfReadme()).contains("the events are those of head.txt");
    for (String forged : List.of("{\"event\":\"ONLINE\"}", "{\"event\":\"ONLINE\"}\n")) {
      String whole = text(events);
      Files.writeString(events, whole + forged);
      assertThat(longer.runCommandsOfReadme()).doesNotContain("the events are those of head.txt");
      assertThat(bundleProblem(longer)).contains("events.jsonl line 31 was changed");
      Files.writeString(events, whole);
    }
    Unpacked empty = Unpacked.of(file, folder.resolve("empty"));
    List<String> lines = known.lines().toList();
    Files.writeString(folder.resolve("empty/before.txt"), lines.getLast() + "\n");
    Files.writeString(folder.resolve("empty/events.jsonl"), "");
    Files.writeString(folder.resolve("empty/hashes.txt"), "");
    assertThat(bundleProblem(empty)).isEqualTo("has no events");
  }

  @Test
  void of_an_endless_line_in_a_bundle_or_log_no_more_is_kept_than_any_line_has()
      throws IOException {
    byte[] endless = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (LineReader lines = new LineReader(new ByteArrayInputStream(endless))) {
      assertThat(lines.next()).hasSize(64 << 10);
      assertThat(lines.isCut()).isTrue();
      assertThat(lines.next()).isNull();
    }
  }

  private static @Nullable String bundleProblem(Unpacked bundle) throws IOException {
    return BundleCheck.run(bundle.packed(), new Trust(List.of()), Map.of()).getFirst().problem();
  }

  private Path head(SigningKey key) throws IOException {
    try (SqliteReader reader = trail.reader()) {
      String head =
          SignedHead.of(LedgerHead.of(reader, Instant.parse("2023-10-28T00:00:00Z")), key).toFile();
      return Files.write(folder.resolve("head.txt"), head.getBytes(StandardCharsets.UTF_8));
    }
  }
}
