package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files to a real S3 server, which checks who asks. */
@Timeout(90)
final class S3UploadTest {
  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void a_finished_file_is_put_under_its_path_verified_and_removed() {
    String name = "flows/gateway=g/date=2026-11-29/hour=07/1764400000000000000.parquet";
    try (Folder folder = Folder.create();
        Uploading uploading = Uploading.start(folder, server, server.settings())) {
      byte[] content = uploading.finish(name, 300_000);
      uploading.awaitEmpty();

      assertThat(server.objects().get("gateways/berlin/" + name)).isEqualTo(content);
      assertThat(uploading.path(name)).doesNotExist();
      assertThat(uploading.path("flows")).doesNotExist();
      assertThat(uploading.log().lines()).containsExactly("uploaded " + name);
      assertThat(uploading.uploader().state().uploadedBytes()).isEqualTo(300_000);
    }
  }
}
