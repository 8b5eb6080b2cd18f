package org.vpnledger.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3SettingsTest {
  private static S3Settings settings(
      String endpoint, String region, String bucket, String prefix, boolean allowHttp) {
    return settings(endpoint, region, bucket, prefix, allowHttp, new S3Credentials.Environment());
  }

  private static S3Settings settings(
      String endpoint,
      String region,
      String bucket,
      String prefix,
      boolean allowHttp,
      S3Credentials credentials) {
    return new S3Settings(
        endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint)),
        region,
        bucket,
        prefix,
        Optional.empty(),
        credentials,
        "none",
        "",
        Optional.empty(),
        allowHttp,
        Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', vpn-flows, '', region:",
    "'', eu_central, vpn-flows, '', region:",
    "'', eu-central-1, x, '', bucket:",
    "'', eu-central-1, a/b/c, '', bucket:",
    "'', eu-central-1, vpn-flows, /a, prefix:",
    "'', eu-central-1, vpn-flows, a//b, prefix:",
    "https://user:pass@s3.example.org, '', vpn-flows, '', endpoint:",
    "https://s3.example.org?x=1, '', vpn-flows, '', endpoint:",
    "ftp://s3.example.org, '', vpn-flows, '', endpoint:",
    "http://s3.example.org, '', vpn-flows, '', endpoint:",
    "http://127.0.0.1.example.org, '', vpn-flows, '', endpoint:"
  })
  void what_is_wrong_is_one_line_that_names_it(
      String endpoint, String region, String bucket, String prefix, String named) {
    assertThatThrownBy(() -> settings(endpoint, region, bucket, prefix, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(named)
        .hasMessageNotContaining("pass");
  }

  @Test
  void http_is_for_this_machine_unless_it_is_allowed() {
    assertThat(settings("http://[::1]:9000", "", "vpn-flows", "", false).region())
        .isEqualTo("us-east-1");
    assertThat(settings("http://localhost:9000", "", "vpn-flows", "a", false).prefix())
        .isEqualTo("a/");
    assertThat(settings("http://s3.example.org", "", "vpn-flows", "", true).pathStyleEffective())
        .isTrue();
    assertThat(settings("", "eu-central-1", "vpn-flows", "", false).pathStyleEffective()).isFalse();
  }

  @Test
  void keys_that_are_missing_are_told_by_where_they_should_be(@TempDir Path folder)
      throws Exception {
    S3Settings environment = settings("", "eu-central-1", "vpn-flows", "", false);
    assertThatThrownBy(() -> S3Store.open(environment, Map.of("AWS_ACCESS_KEY_ID", "x")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("no credentials: set AWS_ACCESS_KEY_ID");

    Path file = folder.resolve("keys");
    S3Settings fromFile =
        settings(
            "", "eu-central-1", "vpn-flows", "", false, new S3Credentials.SharedFile(file, "vpn"));
    assertThatThrownBy(() -> S3Store.open(fromFile, Map.of()))
        .hasMessage("credentials_file " + file + ": no such file");
    Files.writeString(
        file, "[vpn]\naws_access_key_id = A\n[other]\naws_secret_access_key = hidden\n");
    assertThatThrownBy(() -> S3Store.open(fromFile, Map.of()))
        .hasMessageContaining("expected [vpn] with aws_access_key_id")
        .hasMessageNotContaining("hidden");
    Files.writeString(
        file, "[vpn]\naws_access_key_id = A\naws_secret_access_key=b=c\naws_session_token=t\n");
    assertThat(S3KeyFile.read(file, "vpn"))
        .containsEntry("aws_secret_access_key", "b=c")
        .containsEntry("aws_session_token", "t");
    S3Store.open(fromFile, Map.of()).close();
  }
}
