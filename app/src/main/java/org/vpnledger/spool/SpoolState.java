package org.vpnledger.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with a spool, since the program started.
 *
 * @param waitingFiles that are not in the store yet
 * @param oldestWaiting when the oldest of them was written
 * @param failedAttempts to upload
 * @param droppedFiles deleted without having been uploaded, since the spool was full
 * @param lastSuccess the last upload that was verified
 * @param lastError one line, as long as nothing succeeded after it; empty if all is well
 */
public record SpoolState(
    int waitingFiles,
    long waitingBytes,
    Optional<Instant> oldestWaiting,
    long uploadedFiles,
    long uploadedBytes,
    long failedAttempts,
    long droppedFiles,
    long droppedBytes,
    Optional<Instant> lastSuccess,
    String lastError) {
  /** Before anything was looked at. */
  static final SpoolState NEW =
      new SpoolState(0, 0, Optional.empty(), 0, 0, 0, 0, 0, Optional.empty(), "");

  SpoolState waiting(int files, long bytes, Optional<Instant> oldest) {
    return new SpoolState(
        files,
        bytes,
        oldest,
        uploadedFiles,
        uploadedBytes,
        failedAttempts,
        droppedFiles,
        droppedBytes,
        lastSuccess,
        lastError);
  }

  SpoolState uploaded(long bytes, Instant now) {
    return new SpoolState(
        waitingFiles,
        waitingBytes,
        oldestWaiting,
        uploadedFiles + 1,
        uploadedBytes + bytes,
        failedAttempts,
        droppedFiles,
        droppedBytes,
        Optional.of(now),
        "");
  }

  SpoolState failed(String line) {
    return new SpoolState(
        waitingFiles,
        waitingBytes,
        oldestWaiting,
        uploadedFiles,
        uploadedBytes,
        failedAttempts + 1,
        droppedFiles,
        droppedBytes,
        lastSuccess,
        line);
  }

  SpoolState dropped(long bytes) {
    return new SpoolState(
        waitingFiles,
        waitingBytes,
        oldestWaiting,
        uploadedFiles,
        uploadedBytes,
        failedAttempts,
        droppedFiles + 1,
        droppedBytes + bytes,
        lastSuccess,
        lastError);
  }
}
