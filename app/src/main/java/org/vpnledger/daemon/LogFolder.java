package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.files.BandwidthFiles;
import org.vpnledger.ledger.State;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.name.ClientsSnapshot;
import org.vpnledger.store.LedgerWriter;
import org.vpnledger.store.StoreException;
import org.vpnledger.store.sqlite.SqliteReader;
import org.vpnledger.vpn.PeerKey;

/**
 * What the recorder leaves in the log folder: the bandwidth files, which follow the ledger behind
 * their cursor, and the names. What fails is told once, and caught up with later.
 */
final class LogFolder {
  private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

  /** A folder that cannot be written is tried again this late. */
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final Path folder;
  private final Path ledger;
  private final @Nullable BandwidthFiles files;
  private boolean behind = true;
  private @Nullable String trouble;
  private long notBefore = Long.MIN_VALUE;

  LogFolder(Settings settings, Path ledger) {
    this.folder = settings.logDir();
    this.ledger = ledger;
    this.files =
        settings.files().enabled()
            ? new BandwidthFiles(
                folder, settings.files().usageColumns(), settings.files().keepDays())
            : null;
  }

  /** There are readings that are in no file yet. */
  void fallBehind() {
    behind = true;
  }

  /** Writes what is in no file yet, if it is time to. */
  void followUp(LedgerWriter writer, Instant now, State state) {
    if (files == null || !behind || System.nanoTime() < notBefore) {
      return;
    }
    try (SqliteReader reader = SqliteReader.open(ledger)) {
      files.catchUp(reader, writer, now);
      behind = false;
      trouble = null;
      nameClients(state);
    } catch (IOException | StoreException e) {
      notBefore = System.nanoTime() + PATIENCE;
      String line = "bandwidth files in " + folder + ": " + reason(e);
      if (!line.equals(trouble)) {
        LOG.warn("{}; they catch up when it can be written", line);
        trouble = line;
      }
    }
  }

  /** Leaves the names beside the files. */
  void nameClients(State state) {
    Map<PeerKey, String> known = new TreeMap<>();
    for (TunnelState tunnel : state.tunnels().values()) {
      tunnel.names().forEach((peer, name) -> known.put(peer, name.text()));
    }
    if (files == null || known.isEmpty()) {
      return;
    }
    Path file = folder.resolve("clients.json");
    try {
      Files.createDirectories(folder);
      ClientsSnapshot.write(file, known);
    } catch (IOException e) {
      LOG.warn("{}: {}", file, reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(e.getMessage());
  }
}
