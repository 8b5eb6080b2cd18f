package org.vpnledger.spool;

import java.time.Duration;
import java.util.Map;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes the client, which looks for nothing by itself: no files of AWS's, no metadata service. */
final class S3Access {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** In place of {@code ~/.aws/config}. */
  private static final ProfileFile NOTHING =
      ProfileFile.builder().content("").type(ProfileFile.Type.CONFIGURATION).build();

  private S3Access() {}

  static S3Client client(S3Settings settings, Map<String, String> environment)
      throws StoreException {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(least(CONNECT, settings.timeout()))
            .socketTimeout(settings.timeout());
    if (settings.caFile().isPresent()) {
      TrustManager[] trusted = S3Trust.with(settings.caFile().get());
      http.tlsTrustManagersProvider(() -> trusted);
    }
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials(settings.credentials(), environment))
            .forcePathStyle(settings.pathStyleEffective())
            // Newer checksums of the SDK's own accord are what many other stores refuse;
            // Content-MD5,
            // which each of them checks, is sent instead.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .profileFile(NOTHING)
                    .build())
            .overrideConfiguration(override ->
                override
                    .defaultProfileFile(NOTHING)
                    .apiCallTimeout(settings.timeout())
                    .apiCallAttemptTimeout(settings.timeout())
                    .retryStrategy(AwsRetryStrategy.doNotRetry())) // the uploader does
            .httpClientBuilder(http);
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(
      S3Credentials from, Map<String, String> environment) throws StoreException {
    return switch (from) {
      case S3Credentials.Environment _ ->
          StaticCredentialsProvider.create(fromEnvironment(environment));
      case S3Credentials.SharedFile file ->
          StaticCredentialsProvider.create(fromFile(S3KeyFile.read(file.file(), file.profile())));
      case S3Credentials.InstanceRole _ ->
          InstanceProfileCredentialsProvider.builder()
              .asyncCredentialUpdateEnabled(false)
              .profileFile(NOTHING)
              .build();
    };
  }

  private static AwsCredentials fromEnvironment(Map<String, String> environment)
      throws StoreException {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
    if (id.isEmpty() || secret.isEmpty()) {
      throw new StoreException(
          StoreException.Kind.DENIED,
          "no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or credentials_file",
          null);
    }
    return credentials(id, secret, environment.getOrDefault("AWS_SESSION_TOKEN", "").strip());
  }

  private static AwsCredentials fromFile(Map<String, String> values) {
    return credentials(
        values.getOrDefault("aws_access_key_id", ""),
        values.getOrDefault("aws_secret_access_key", ""),
        values.getOrDefault("aws_session_token", ""));
  }

  private static AwsCredentials credentials(String id, String secret, String token) {
    return token.isEmpty()
        ? AwsBasicCredentials.create(id, secret)
        : AwsSessionCredentials.create(id, secret, token);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
