package org.vpnledger.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be set of the store that finished files of the flow log go to. */
final class FlowStoreKeys {
  private static final Pattern URL = Pattern.compile("|https?://[\\x21-\\x7e]{1,500}");
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]{0,255}");
  private static final Pattern PREFIX = Pattern.compile("[^\\p{Cc}]{0,100}");
  private static final long MOST = 1L << 50;

  static final Key<String> ENDPOINT =
      Keys.key(
          "flow.s3.endpoint",
          new Kind.Text("an http or https address, or \"\"", URL),
          values -> "",
          "The store, as https://minio.example.org:9000; \"\" for Amazon's.");
  static final Key<String> REGION =
      word("region", "Amazon's region, as eu-central-1; other stores take \"\".");
  static final Key<String> BUCKET =
      word("bucket", "The bucket that files go to; \"\" for none: they stay here.");
  static final Key<String> PREFIX_OF_KEYS =
      Keys.key(
          "flow.s3.prefix",
          new Kind.Text("up to 100 characters", PREFIX),
          values -> "",
          "What the objects' keys begin with, as vpn/berlin/.");
  static final Key<String> PATH_STYLE =
      choice(
          "path_style",
          "auto",
          "\"auto\", \"on\" or \"off\"",
          "Whether the bucket stands in the path, not in the host name; auto: with an endpoint.",
          "auto|on|off");
  static final Key<String> CREDENTIALS =
      choice(
          "credentials",
          "environment",
          "\"environment\", \"file\" or \"role\"",
          "Where the keys are: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, credentials_file, or"
              + " the machine's role at Amazon.",
          "environment|file|role");
  static final Key<Optional<Path>> CREDENTIALS_FILE =
      Keys.key(
          "flow.s3.credentials_file",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "A file in the form of ~/.aws/credentials; read anew when access is denied.");
  static final Key<String> PROFILE =
      Keys.key(
          "flow.s3.profile",
          new Kind.Text("a name", Pattern.compile("[\\x21-\\x5a\\x5e-\\x7e]{1,64}")),
          values -> "default",
          "Whose keys in that file.");
  static final Key<String> ENCRYPTION =
      choice(
          "encryption",
          "none",
          "\"none\", \"AES256\" or \"aws:kms\"",
          "How the store is asked to encrypt; none: as the bucket says.",
          "none|AES256|aws:kms");
  static final Key<String> KMS_KEY =
      word("kms_key", "The key for aws:kms; \"\" for the account's own.");
  static final Key<Optional<Path>> CA_FILE =
      Keys.key(
          "flow.s3.ca_file",
          new Kind.MaybeLocation(),
          values -> Optional.empty(),
          "Certificates (PEM) that are trusted besides the system's.");
  static final Key<Boolean> ALLOW_HTTP =
      Keys.key(
          "flow.s3.allow_http",
          new Kind.Switch(),
          values -> false,
          "Whether contents may go unencrypted to another machine; keys never do.");
  static final Key<String> KEEP =
      choice(
          "keep",
          "remove",
          "\"remove\" or \"keep\"",
          "What becomes of a file here once it is there; kept ones go with their retention.",
          "remove|keep");
  static final Key<Long> LIMIT =
      Keys.key(
          "flow.s3.limit",
          new Kind.Size(1_000_000, MOST),
          values -> 10_000_000_000L,
          "What may wait here; with more, the oldest files are dropped, and that is told.");
  static final Key<Duration> TIMEOUT =
      Keys.key(
          "flow.s3.timeout",
          new Kind.Seconds(1, 3600, false),
          values -> Duration.ofSeconds(30),
          "Seconds in which the store must answer, besides what the bytes take.");

  static final List<Key<?>> ALL =
      List.of(
          ENDPOINT,
          REGION,
          BUCKET,
          PREFIX_OF_KEYS,
          PATH_STYLE,
          CREDENTIALS,
          CREDENTIALS_FILE,
          PROFILE,
          ENCRYPTION,
          KMS_KEY,
          CA_FILE,
          ALLOW_HTTP,
          KEEP,
          LIMIT,
          TIMEOUT);

  static final Keys.Section SECTION =
      new Keys.Section("flow.s3", "The S3-compatible store that the flow log's files go to.");

  private FlowStoreKeys() {}

  static FlowStoreSection settings(Values values) {
    String style = values.get(PATH_STYLE);
    return new FlowStoreSection(
        values.get(ENDPOINT),
        values.get(REGION),
        values.get(BUCKET),
        values.get(PREFIX_OF_KEYS),
        style.equals("auto") ? Optional.empty() : Optional.of(style.equals("on")),
        values.get(CREDENTIALS),
        values.get(CREDENTIALS_FILE),
        values.get(PROFILE),
        values.get(ENCRYPTION),
        values.get(KMS_KEY),
        values.get(CA_FILE),
        values.get(ALLOW_HTTP),
        values.get(KEEP).equals("keep"),
        values.get(LIMIT),
        values.get(TIMEOUT));
  }

  private static Key<String> word(String name, String meaning) {
    return Keys.key(
        "flow.s3." + name,
        new Kind.Text("up to 255 letters, digits and signs", WORD),
        values -> "",
        meaning);
  }

  private static Key<String> choice(
      String name, String fallback, String expected, String meaning, String pattern) {
    return Keys.key(
        "flow.s3." + name,
        new Kind.Text(expected, Pattern.compile(pattern)),
        values -> fallback,
        meaning);
  }
}
