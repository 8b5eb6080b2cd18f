package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.DeliveryCounts;
import org.vpnledger.store.LedgerWriter.Durability;
import org.vpnledger.store.Retention;
import org.vpnledger.store.sqlite.SqliteDeliveries;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.store.sqlite.SqliteWriter;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** A real ledger and real scripts in a folder, and a hook that follows the one with the other. */
final class Scripts implements AutoCloseable {
  static final TunnelId WG0 = new TunnelId("kernel", "wg0");
  static final Instant NOW = Instant.parse("2026-06-01T10:00:00.5Z");
  static final Endpoint HOME = new Endpoint("192.0.2.1", 51820);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofMillis(20);

  private final Path folder;
  private final SqliteWriter writer;
  private Hook hook;

  private Scripts(Path folder, HookRules rules) {
    this.folder = folder;
    this.writer = SqliteWriter.open(ledger(), Retention.DEFAULT);
    writer.meta().nameGateway("gw1");
    writer.calendar(ZoneOffset.UTC, NOW);
    this.hook = begin(rules);
  }

  /** The hook is {@code folder/script}, and begins with an empty ledger. */
  static Scripts in(Path folder, String script) {
    return in(folder, script, rules(folder));
  }

  static Scripts in(Path folder, String script, HookRules rules) {
    write(folder.resolve("script"), script);
    return new Scripts(folder, rules);
  }

  static HookRules rules(Path folder) {
    return new HookRules(
        folder.resolve("script"),
        Set.of(EventType.ONLINE, EventType.OFFLINE, EventType.REMOVED),
        Duration.ofSeconds(20),
        16,
        3);
  }

  static Path write(Path file, String script) {
    try {
      Files.writeString(file, "#!/bin/sh\n" + script);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ledger() {
    return folder.resolve("ledger.db");
  }

  /** Begins as the next daemon does, whether the one before came to its end or not. */
  Hook begin(HookRules rules) {
    Hook begun = new Hook(rules, new ScriptGuard(folder), new Backoff(List.of(AT_ONCE)));
    try (Deliveries deliveries = deliveries()) {
      begun.begin(deliveries);
    }
    hook = begun;
    return begun;
  }

  private Deliveries deliveries() {
    return SqliteDeliveries.open(ledger(), "hook");
  }

  void commit(Entry... entries) {
    writer.commit(Arrays.asList(entries), Durability.PROCESS);
  }

  /** One event each, all in one commit. */
  void happen(EventType type, PeerKey... peers) {
    commit(
        Arrays.stream(peers)
            .map(peer -> new Entry.Happened(event(type, peer, null)))
            .toArray(Entry[]::new));
  }

  static Event event(EventType type, @Nullable PeerKey peer, @Nullable String name) {
    return new Event(type, WG0, peer, name, NOW, NOW.plusSeconds(1), HOME, null, NOW, null);
  }

  static PeerKey peer(int number) {
    return new PeerKey("peer " + number);
  }

  Duration catchUp() throws IOException {
    try (SqliteReader reader = SqliteReader.open(ledger());
        Deliveries deliveries = deliveries()) {
      return hook.catchUp(reader, deliveries);
    }
  }

  DeliveryCounts counts() {
    try (SqliteReader reader = SqliteReader.open(ledger())) {
      return Objects.requireNonNull(reader.deliveries("hook"));
    }
  }

  /** Lets the hook follow until the condition holds. */
  void until(BooleanSupplier wanted) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).as(counts() + " after a long time").isLessThan(deadline);
      catchUp();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Lets the hook follow until nothing waits. */
  void untilNothingWaits() throws IOException {
    until(() -> counts().waiting() == 0);
  }

  /** What scripts appended to a file of the folder; nothing before the first did. */
  List<String> lines(String file) {
    try {
      return new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends as the daemon does. */
  void end() throws InterruptedException {
    hook.end();
    try (Deliveries deliveries = deliveries()) {
      hook.save(deliveries);
    }
  }

  @Override
  public void close() {
    try {
      hook.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
  }
}
