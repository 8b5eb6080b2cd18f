package org.vpnledger.daemon;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.FlowStoreSection;
import org.vpnledger.spool.S3Credentials;
import org.vpnledger.spool.S3Settings;

/** {@code [flow.s3]} as the spool takes it. */
final class FlowStoreSettings {
  private FlowStoreSettings() {}

  /**
   * Makes them.
   *
   * @throws Complaint with one line that says what is wrong
   */
  static S3Settings of(FlowStoreSection store) {
    try {
      return new S3Settings(
          endpoint(store.endpoint()),
          store.region(),
          store.bucket(),
          store.prefix(),
          store.pathStyle(),
          credentials(store),
          store.encryption(),
          store.kmsKey(),
          store.caFile(),
          store.allowHttp(),
          store.timeout());
    } catch (IllegalArgumentException e) {
      throw new Complaint("flow.s3: " + e.getMessage());
    }
  }

  private static Optional<URI> endpoint(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "endpoint: expected an address as \"https://s3.example.org\"", e);
    }
  }

  private static S3Credentials credentials(FlowStoreSection store) {
    return switch (store.credentials()) {
      case "file" ->
          new S3Credentials.SharedFile(
              store.credentialsFile().orElseGet(FlowStoreSettings::usualFile), store.profile());
      case "role" -> new S3Credentials.InstanceRole();
      default -> new S3Credentials.Environment();
    };
  }

  private static Path usualFile() {
    return Path.of(System.getProperty("user.home"), ".aws", "credentials");
  }
}
