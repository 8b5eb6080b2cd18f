package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where finished files of the flow log go: {@code [flow.s3]} of the settings.
 *
 * @param endpoint empty for Amazon's
 * @param bucket empty for none
 * @param prefix of every key
 * @param pathStyle absent: if an endpoint is given
 * @param credentials {@code environment}, {@code file} or {@code role}
 * @param profile whose keys in the credentials file
 * @param encryption {@code none}, {@code AES256} or {@code aws:kms}
 * @param kmsKey empty for the account's own
 * @param allowHttp to other machines
 * @param keep whether files stay here after their upload
 * @param limitBytes that may wait here
 */
public record FlowStoreSection(
    String endpoint,
    String region,
    String bucket,
    String prefix,
    Optional<Boolean> pathStyle,
    String credentials,
    Optional<Path> credentialsFile,
    String profile,
    String encryption,
    String kmsKey,
    Optional<Path> caFile,
    boolean allowHttp,
    boolean keep,
    long limitBytes,
    Duration timeout) {
  /** Whether files go anywhere at all. */
  public boolean isConfigured() {
    return !bucket.isEmpty();
  }

  /** The same without a store. */
  FlowStoreSection nowhere() {
    return new FlowStoreSection(
        "",
        "",
        "",
        "",
        Optional.empty(),
        "environment",
        Optional.empty(),
        profile,
        "none",
        "",
        Optional.empty(),
        false,
        keep,
        limitBytes,
        timeout);
  }
}
