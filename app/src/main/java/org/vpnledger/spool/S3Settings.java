package org.vpnledger.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket, where, and how it is reached. Holds no secret.
 *
 * @param endpoint of another store than Amazon's, as {@code https://minio.example.org:9000}
 * @param region for Amazon's; for others {@code us-east-1} unless they say otherwise
 * @param prefix of every key, empty or ending with {@code /}
 * @param pathStyle whether the bucket stands in the path and not in the host name; absent: if an
 *     endpoint is given
 * @param encryption by the server: {@code none} (the bucket's own), {@code AES256}, {@code aws:kms}
 * @param kmsKey for {@code aws:kms}; empty for the account's own
 * @param caFile certificates (PEM) that are trusted besides the system's
 * @param allowHttp whether contents may go unencrypted to another host; keys never do
 * @param timeout for a request, besides what its bytes take
 */
public record S3Settings(
    Optional<URI> endpoint,
    String region,
    String bucket,
    String prefix,
    Optional<Boolean> pathStyle,
    S3Credentials credentials,
    String encryption,
    String kmsKey,
    Optional<Path> caFile,
    boolean allowHttp,
    Duration timeout) {
  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,62}");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\]");
  private static final int LONGEST_PREFIX = 100;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public S3Settings {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException(
          "bucket: expected 3 to 63 letters, digits, '-' and '.', as \"vpn-flows\"");
    }
    endpoint.ifPresent(uri -> check(uri, allowHttp));
    if (region.isEmpty()) {
      if (endpoint.isEmpty()) {
        throw new IllegalArgumentException(
            "region: Amazon's store needs one, as \"eu-central-1\"; others need an endpoint");
      }
      region = "us-east-1"; // what nearly all other stores take
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region: expected letters, digits and '-', as \"eu-central-1\"");
    }
    if (!prefix.isEmpty()) {
      prefix = prefix.endsWith("/") ? prefix : prefix + "/";
      if (prefix.startsWith("/")
          || prefix.contains("//")
          || prefix.getBytes(UTF_8).length > LONGEST_PREFIX
          || prefix.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "prefix: expected up to 100 bytes, as \"vpn/berlin/\", without a / at its start");
      }
    }
    if (!encryption.equals("none")
        && !encryption.equals("AES256")
        && !encryption.equals("aws:kms")) {
      throw new IllegalArgumentException("encryption: expected none, AES256 or aws:kms");
    }
    if (!kmsKey.isEmpty() && !encryption.equals("aws:kms")) {
      throw new IllegalArgumentException("kms_key: goes with encryption = \"aws:kms\" only");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout: expected more than none");
    }
  }

  /** Whether the bucket stands in the path. */
  boolean pathStyleEffective() {
    return pathStyle.orElse(endpoint.isPresent());
  }

  /** For people. */
  String shown() {
    return endpoint.map(uri -> uri.getScheme() + "://" + uri.getRawAuthority() + "/").orElse("s3:")
        + bucket;
  }

  private static void check(URI endpoint, boolean allowHttp) {
    String scheme =
        endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
    String host = endpoint.getHost();
    if (host == null
        || !(scheme.equals("http") || scheme.equals("https"))
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "endpoint: expected an address as \"https://s3.example.org\", without credentials");
    }
    if (scheme.equals("http") && !allowHttp && !LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "endpoint: http:// sends contents unencrypted (keys are never sent): use https://, or set"
              + " allow_http = true");
    }
  }
}
