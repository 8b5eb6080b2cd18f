package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.hook.Hook;
import org.vpnledger.hook.HookRules;
import org.vpnledger.ledger.EventType;
import org.vpnledger.store.Deliveries;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteDeliveries;
import org.vpnledger.store.sqlite.SqliteReader;

/**
 * Lets the hook follow the ledger. The ledger is opened each time, since its file may have been
 * replaced.
 */
final class HookReaction implements Reaction {
  private static final Logger LOG = LoggerFactory.getLogger(HookReaction.class);
  private static final String QUEUE = "hook";

  private final Path ledger;
  private final Hook hook;

  private HookReaction(Path ledger, Hook hook) {
    this.ledger = ledger;
    this.hook = hook;
  }

  /** Begins with what happens from now on, or where the last daemon left off. */
  static Reaction begin(Path ledger, Settings.Hook settings, Path script) {
    Hook hook =
        new Hook(
            new HookRules(
                script,
                settings.events().stream().map(EventType::valueOf).collect(Collectors.toSet()),
                settings.timeout(),
                settings.parallel(),
                settings.attempts()));
    try (Deliveries deliveries = SqliteDeliveries.open(ledger, QUEUE)) {
      hook.begin(deliveries);
    }
    return new HookReaction(ledger, hook);
  }

  /** There is none: should there be one again, it begins with what happens then. */
  static void forget(Path ledger) {
    try (Deliveries deliveries = SqliteDeliveries.open(ledger, QUEUE)) {
      deliveries.forget();
    }
  }

  @Override
  public String name() {
    return "hook";
  }

  @Override
  public Duration catchUp() throws IOException {
    try (SqliteReader reader = SqliteReader.open(ledger);
        Deliveries deliveries = SqliteDeliveries.open(ledger, QUEUE)) {
      return hook.catchUp(reader, deliveries);
    }
  }

  @Override
  public void close() {
    try {
      hook.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Deliveries deliveries = SqliteDeliveries.open(ledger, QUEUE)) {
      hook.save(deliveries);
    } catch (StoreException e) {
      LOG.warn("hook: {}; what has just been run will be run again", e.getMessage());
    }
  }
}
