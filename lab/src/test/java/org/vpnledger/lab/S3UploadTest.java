package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vpnledger.spool.RemoteFiles;
import org.vpnledger.spool.S3Credentials;
import org.vpnledger.spool.S3Settings;
import org.vpnledger.spool.S3Store;
import org.vpnledger.spool.StoredObject;

/** Files to a real S3 server, which checks who asks, through a line that is not always there. */
@Timeout(180)
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

  @AfterEach
  void nothing_half_written_remains() {
    assertThat(server.objects().keySet()).noneMatch(key -> key.contains(".tmp"));
  }

  private static byte[] stored(String name) {
    return server.objects().getOrDefault("gateways/berlin/" + name, new byte[0]);
  }

  @Test
  void a_finished_file_is_put_under_its_path_verified_and_removed() {
    String name = "flows/gateway=g/date=2026-11-29/hour=07/1764400000000000000.parquet";
    try (Folder folder = Folder.create();
        Uploading uploading = Uploading.start(folder, server, server.settings())) {
      byte[] content = uploading.finish(name, 300_000);
      uploading.awaitEmpty();

      assertThat(stored(name)).isEqualTo(content);
      assertThat(uploading.path(name)).doesNotExist();
      assertThat(uploading.path("flows")).doesNotExist();
      assertThat(uploading.log().lines()).containsExactly("uploaded " + name);
      assertThat(uploading.uploader().state().uploadedBytes()).isEqualTo(300_000);
    }
  }

  @Test
  void a_wrong_secret_is_told_once_without_it_and_the_right_one_is_taken_when_it_is_there()
      throws IOException {
    try (Folder folder = Folder.create()) {
      Path keys = folder.write("credentials", keys(S3Server.KEY, "Wrong5ecret"));
      S3Settings settings = with(server.settings(), new S3Credentials.SharedFile(keys, "vpn"));
      try (Uploading uploading =
          Uploading.start(folder, () -> S3Store.open(settings, Map.of()), Uploading.REMOVING)) {
        byte[] content = uploading.finish("denied.csv", 1000);
        Eventually.holds(
            "it was tried again",
            Eventually.PATIENCE,
            () -> uploading.uploader().state().failedAttempts() >= 3);
        assertThat(uploading.log().lines()).hasSize(1);
        assertThat(uploading.log().lines().getFirst())
            .isEqualTo(
                "failing http://127.0.0.1:%d/vpn-flows: answered 403 SignatureDoesNotMatch: the"
                        .formatted(server.port())
                    + " secret key is wrong, or the region")
            .doesNotContain("Wrong5ecret", S3Server.KEY);

        Files.writeString(keys, keys(S3Server.KEY, S3Server.SECRET));
        uploading.awaitEmpty();
        Eventually.holds(
            "it says so", Eventually.PATIENCE, () -> uploading.log().lines().size() == 3);
        assertThat(uploading.log().lines().subList(1, 3))
            .containsExactly("uploaded denied.csv", "recovered");
        assertThat(stored("denied.csv")).isEqualTo(content);
        assertThat(uploading.uploader().state().lastError()).isEmpty();
      }
    }
  }

  @Test
  void a_missing_bucket_is_named() {
    S3Settings there = server.settings();
    S3Settings settings =
        new S3Settings(
            there.endpoint(),
            there.region(),
            "no-such-bucket",
            "",
            Optional.empty(),
            there.credentials(),
            "none",
            "",
            Optional.empty(),
            false,
            there.timeout());
    try (Folder folder = Folder.create();
        Uploading uploading = Uploading.start(folder, server, settings)) {
      uploading.finish("x.csv", 10);
      List<String> lines =
          Eventually.see(
              "it is told",
              Eventually.PATIENCE,
              () -> uploading.log().lines(),
              told -> !told.isEmpty());
      assertThat(lines.getFirst())
          .endsWith(
              "/no-such-bucket: answered 404 NoSuchBucket: there is no such bucket: create it, or"
                  + " mend bucket");
    }
  }

  @Test
  void a_server_that_stops_and_comes_back_has_every_file() {
    Map<String, byte[]> contents = new HashMap<>();
    try (Folder folder = Folder.create();
        Uploading uploading = Uploading.start(folder, server, server.settings())) {
      contents.put("outage/1.csv", uploading.finish("outage/1.csv", 100_000));
      uploading.awaitEmpty();
      server.stop();
      for (int i = 2; i <= 10; i++) {
        String name = "outage/" + i + ".csv";
        contents.put(name, uploading.finish(name, 100_000));
      }
      Eventually.holds(
          "it fails",
          Eventually.PATIENCE,
          () -> uploading.uploader().state().lastError().endsWith("nobody listens there"));
      assertThat(uploading.uploader().state().waitingFiles()).isEqualTo(9);
      assertThat(uploading.uploader().state().waitingBytes()).isEqualTo(900_000);
      server.restart();
      uploading.awaitEmpty();
      contents.forEach((name, content) -> assertThat(stored(name)).isEqualTo(content));
      assertThat(uploading.log().lines().stream().filter(line -> line.startsWith("uploaded")))
          .hasSize(10);
    }
  }

  @Test
  void a_line_that_is_slow_cut_deaf_or_busy_loses_nothing_and_sends_nothing_under_another_name() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        Folder folder = Folder.create();
        Uploading uploading =
            Uploading.start(folder, server, S3Server.settingsThrough(wire.port()))) {
      for (UnsteadyWire.Mood mood :
          List.of(
              UnsteadyWire.Mood.SLOW,
              UnsteadyWire.Mood.CUTTING,
              UnsteadyWire.Mood.DEAF,
              UnsteadyWire.Mood.BUSY)) {
        wire.turn(mood);
        for (int i = 0; i < 3; i++) {
          String name = "wire/" + mood + "-" + i + ".csv";
          contents.put(name, uploading.finish(name, 150_000));
        }
        Eventually.pause(Duration.ofMillis(1200));
        wire.turn(UnsteadyWire.Mood.STEADY);
        uploading.awaitEmpty();
      }
      assertThat(wire.refused()).isPositive();
      contents.forEach((name, content) -> assertThat(stored(name)).isEqualTo(content));
      assertThat(server.objects().keySet().stream().filter(key -> key.contains("/wire/")))
          .hasSize(12);
      // What the deaf line hid had arrived: it was found, and not sent again.
      assertThat(
              wire.requests().stream().filter(put -> put.contains("PUT") && put.contains("DEAF")))
          .doesNotHaveDuplicates();
      assertThat(uploading.uploader().state().failedAttempts()).isGreaterThan(3);
    }
  }

  @Test
  void a_store_that_hangs_holds_up_neither_the_end_nor_the_spools_limit() {
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        Folder folder = Folder.create()) {
      wire.turn(UnsteadyWire.Mood.STUCK);
      Uploading uploading =
          Uploading.start(
              folder,
              () -> S3Store.open(S3Server.settingsThrough(wire.port()), server.credentials()),
              Uploading.policy(false, 250_000));
      uploading.finish("hangs/0.csv", 100_000);
      Eventually.holds("it is asked for", Eventually.PATIENCE, () -> !wire.requests().isEmpty());
      for (int i = 1; i <= 3; i++) {
        uploading.finish("hangs/" + i + ".csv", 100_000);
      }
      // The first is being sent; of the others the oldest go.
      assertThat(uploading.log().lines())
          .containsExactly("dropped hangs/1.csv 100000 1", "dropped hangs/2.csv 100000 2");
      assertThat(uploading.uploader().state().droppedBytes()).isEqualTo(200_000);
      assertThat(uploading.path("hangs/1.csv")).doesNotExist();
      Eventually.holds(
          "it gives up in time",
          Duration.ofSeconds(20),
          () -> uploading.uploader().state().lastError().endsWith("no answer in time"));
      Eventually.holds("it is asked again", Eventually.PATIENCE, () -> wire.requests().size() >= 2);

      long before = System.nanoTime();
      uploading.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
      assertThat(uploading.path("hangs/0.csv")).exists();
      assertThat(uploading.path("hangs/3.csv")).exists();
    }
  }

  @Test
  void an_uploader_that_is_killed_at_any_moment_leaves_every_file_in_the_bucket_exactly_once()
      throws IOException {
    int files = 40;
    Random random = new Random(7);
    Map<String, byte[]> contents = new HashMap<>();
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        Folder folder = Folder.create()) {
      for (int i = 0; i < files; i++) {
        String name = "killed/hour=" + i % 3 + "/" + i + ".parquet";
        byte[] content = Uploading.noise(name, 20_000 + random.nextInt(400_000));
        contents.put(name, content);
        Path file = folder.resolve("spool").resolve(name);
        Files.createDirectories(folder.resolve("spool").resolve("killed/hour=" + i % 3));
        Files.write(file, content);
      }
      wire.turn(UnsteadyWire.Mood.SLOW);
      int kills = 0;
      while (spooled(folder) > 0 && kills < 40) {
        int seen = wire.requests().size();
        try (Background uploading = UploadingProgram.start(folder, server, wire.port())) {
          Eventually.holds(
              "it begins: " + uploading.output(),
              Eventually.PATIENCE,
              () -> wire.requests().size() > seen || !uploading.isAlive());
          Eventually.pause(Duration.ofMillis(random.nextInt(1200)));
          uploading.kill();
          kills++;
        }
      }
      assertThat(kills).isGreaterThan(3);
      assertThat(spooled(folder)).isZero();
      Map<String, byte[]> there = new HashMap<>();
      server
          .objects()
          .forEach((key, content) -> {
            if (key.startsWith("gateways/berlin/killed/")) {
              there.put(key.substring("gateways/berlin/".length()), content);
            }
          });
      assertThat(there.keySet()).isEqualTo(contents.keySet());
      contents.forEach(
          (name, content) -> assertThat(Arrays.equals(there.get(name), content)).as(name).isTrue());
      // Each kill cut off one upload at most.
      assertThat(wire.requests().stream().filter(line -> line.startsWith("PUT ")).count())
          .isBetween((long) files, (long) files + kills);
    }
  }

  private static long spooled(Folder folder) {
    return folder.files().stream().filter(file -> file.toString().endsWith(".parquet")).count();
  }

  @Test
  void something_else_under_a_files_key_is_left_alone_and_the_file_goes_beside_it() {
    try (Folder folder = Folder.create();
        Folder other = Folder.create();
        Uploading first = Uploading.start(other, server, server.settings());
        Uploading second = Uploading.start(folder, server, server.settings())) {
      byte[] theirs = first.finish("taken/a.csv.gz", 500);
      first.awaitEmpty();
      second.finish("taken/a.csv.gz", 600);
      second.awaitEmpty();
      assertThat(stored("taken/a.csv.gz")).isEqualTo(theirs);
      String line = second.log().lines().getFirst();
      assertThat(line).matches("occupied taken/a.csv.gz taken/a~[0-9a-f]{12}.csv.gz");
      assertThat(stored(line.substring(line.lastIndexOf(' ') + 1))).hasSize(600);
    }
  }

  @Test
  void a_large_file_goes_in_parts() {
    int bytes = 70 << 20;
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        Folder folder = Folder.create();
        Uploading uploading =
            Uploading.start(folder, server, S3Server.settingsThrough(wire.port()))) {
      byte[] content = uploading.finish("large.parquet", bytes);
      uploading.awaitEmpty();
      assertThat(Arrays.equals(stored("large.parquet"), content)).isTrue();
      assertThat(wire.requests().stream().filter(line -> line.contains("partNumber="))).hasSize(5);
    }
  }

  @Test
  void what_was_uploaded_is_found_by_its_folders_and_read_into_a_cache() throws IOException {
    try (Folder folder = Folder.create();
        Uploading uploading = Uploading.start(folder, server, server.settings());
        S3Store store = S3Store.open(server.settings(), server.credentials())) {
      Map<String, byte[]> contents = new LinkedHashMap<>();
      for (String name :
          List.of("read/hour=06/a b+c.csv", "read/hour=07/é.csv", "read/hour=08/x=y.csv")) {
        contents.put(name, uploading.finish(name, 50_000));
      }
      uploading.awaitEmpty();
      RemoteFiles files =
          new RemoteFiles(store, folder.resolve("cache"), 200_000, InstantSource.system());
      List<StoredObject> found = files.list(List.of("read/hour=06", "read/hour=07"));
      assertThat(found)
          .extracting(StoredObject::key)
          .containsExactly("read/hour=06/a b+c.csv", "read/hour=07/é.csv");
      for (Path copy : files.fetch(found)) {
        String name = folder.resolve("cache").relativize(copy).toString();
        assertThat(Arrays.equals(Files.readAllBytes(copy), contents.get(name))).as(name).isTrue();
      }
      assertThat(store.list("read/", 10)).hasSize(3);
      assertThatThrownBy(() -> store.list("read/", 2))
          .hasMessageEndingWith("/vpn-flows: more than 2 objects below read/");
      assertThatThrownBy(() -> store.get("read/none", folder.resolve("none"), 10))
          .hasMessageEndingWith("/vpn-flows: no object read/none");
      assertThatThrownBy(() -> store.get("read/hour=07/é.csv", folder.resolve("some"), 10))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("larger");
    }
  }

  @Test
  void without_a_file_nothing_of_the_sdk_is_loaded() {
    try (Folder folder = Folder.create()) {
      List<String> words = UploadingProgram.words(folder, server.port(), "-Xlog:class+load:stdout");
      String loaded = Command.of(words).output();
      assertThat(loaded).contains("org.vpnledger.spool.Uploader").doesNotContain("awssdk");
    }
  }

  @Test
  void encryption_by_the_server_is_asked_for() {
    try (UnsteadyWire wire = UnsteadyWire.to(server.port());
        Folder folder = Folder.create()) {
      S3Settings there = S3Server.settingsThrough(wire.port());
      S3Settings settings =
          new S3Settings(
              there.endpoint(),
              "",
              there.bucket(),
              "",
              Optional.empty(),
              there.credentials(),
              "aws:kms",
              "alias/vpn",
              Optional.empty(),
              false,
              there.timeout());
      try (Uploading uploading = Uploading.start(folder, server, settings)) {
        uploading.finish("secret.csv", 100);
        Eventually.holds(
            "it is put",
            Eventually.PATIENCE,
            () -> wire.requests().contains("PUT /vpn-flows/secret.csv"));
        assertThat(wire.headers())
            .contains(
                "x-amz-server-side-encryption: aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id: alias/vpn")
            .noneMatch(header -> header.startsWith("x-amz-checksum"))
            .noneMatch(header -> header.startsWith("x-amz-sdk-checksum"));
      }
    }
  }

  @Test
  void a_certificate_of_an_own_authority_is_trusted_if_its_file_is_given() {
    try (Folder folder = Folder.create()) {
      Path keystore = folder.resolve("store.p12");
      Path pem = folder.resolve("store.pem");
      keytool(
          "-genkeypair -alias s3 -keyalg EC -validity 2 -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
              + " -storetype PKCS12 -storepass password -keystore "
              + keystore);
      keytool(
          "-exportcert -rfc -alias s3 -storepass password -keystore " + keystore + " -file " + pem);
      try (S3Server secure = S3Server.withTls(keystore)) {
        S3Settings without = secured(secure, Optional.empty());
        S3Settings with = secured(secure, Optional.of(pem));
        try (Uploading uploading = Uploading.start(folder, secure, without)) {
          uploading.finish("tls.csv", 1000);
          Eventually.holds(
              "it is not trusted",
              Eventually.PATIENCE,
              () -> uploading.uploader().state().lastError().contains(": TLS: "));
        }
        try (Uploading uploading = Uploading.start(folder, secure, with)) {
          uploading.awaitEmpty();
          assertThat(secure.objects().get("tls.csv")).hasSize(1000);
        }
      }
    }
  }

  private static S3Settings secured(S3Server secure, Optional<Path> authority) {
    return new S3Settings(
        Optional.of(URI.create("https://127.0.0.1:" + secure.securePort())),
        "",
        S3Server.BUCKET,
        "",
        Optional.empty(),
        new S3Credentials.Environment(),
        "none",
        "",
        authority,
        false,
        Duration.ofSeconds(5));
  }

  private static S3Settings with(S3Settings settings, S3Credentials credentials) {
    return new S3Settings(
        settings.endpoint(),
        settings.region(),
        settings.bucket(),
        settings.prefix(),
        settings.pathStyle(),
        credentials,
        settings.encryption(),
        settings.kmsKey(),
        settings.caFile(),
        settings.allowHttp(),
        settings.timeout());
  }

  private static String keys(String id, String secret) {
    return """
    [default]
    aws_access_key_id = nobody
    aws_secret_access_key = nothing

    # ours
    [vpn]
    aws_access_key_id=%s
    aws_secret_access_key = %s
    """
        .formatted(id, secret);
  }

  private static void keytool(String arguments) {
    String program = Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString();
    assertThat(Command.of((program + " " + arguments).split(" ")).run().exitCode()).isZero();
  }
}
