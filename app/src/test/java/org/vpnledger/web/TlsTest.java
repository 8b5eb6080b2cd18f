package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {
  private static final List<byte[]> BIG = Collections.nCopies(20, new byte[1 << 20]);
  private static final Map<String, Page> PAGES =
      Map.of(
          "/page", _ -> Answer.text(200, "well"),
          "/big", _ -> new Answer(200, "text/plain", null, BIG));

  @TempDir private static Path shared;
  private static TestKeys keys;

  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TestKeys.make(shared);
  }

  @BeforeEach
  void writeFiles() throws Exception {
    certificate = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    Files.writeString(certificate, keys.chainPem("ec"));
    Files.writeString(key, keys.keyPem("ec"));
  }

  @Test
  void a_page_is_answered_over_both_versions_of_TLS_that_are_allowed() throws Exception {
    try (Listener listener = start(Bounds.USUAL, Optional.empty())) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        SSLSocket socket = keys.connect(listener.port(), "", "ec");
        socket.setEnabledProtocols(new String[] {version});
        try (RawClient client = new RawClient(socket)) {
          assertThat(client.get("/page").response().body()).isEqualTo("well\n");
          assertThat(socket.getSession().getProtocol()).isEqualTo(version);
          assertThat(client.get("/page", "Connection: close").response().status()).isEqualTo(200);
          assertThat(client.isClosedByServer()).isTrue();
        }
      }
    }
  }

  @Test
  void keys_are_read_in_the_forms_that_tools_write() throws Exception {
    Map<String, List<String>> forms =
        Map.of(
            "rsa", List.of(keys.keyPem("rsa"), keys.bareKeyPem("rsa", "RSA PRIVATE KEY")),
            "ec", List.of(keys.keyPem("ec"), keys.bareKeyPem("ec", "EC PRIVATE KEY")));
    for (Map.Entry<String, List<String>> form : forms.entrySet()) {
      for (String pem : form.getValue()) {
        Files.writeString(certificate, keys.chainPem(form.getKey()));
        Files.writeString(key, TestKeys.pem("EC PARAMETERS", new byte[] {6, 0}) + pem);
        try (Listener listener = start(Bounds.USUAL, Optional.empty());
            RawClient client = new RawClient(keys.connect(listener.port(), "", form.getKey()))) {
          assertThat(client.get("/page").response().status()).as(pem).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void changed_files_are_for_new_connections_and_broken_ones_for_none() throws Exception {
    try (Listener listener = start(Bounds.USUAL, Optional.empty());
        RawClient old = new RawClient(keys.connect(listener.port(), "", "ec"))) {
      old.get("/page").response();

      replace(certificate, keys.chainPem("rsa"));
      listener.checkCertificates();
      assertThat(shownBy(listener)).as("the key is still the other's").isEqualTo("CN=ec");

      replace(key, keys.keyPem("rsa"));
      listener.checkCertificates();
      assertThat(shownBy(listener)).isEqualTo("CN=rsa");
      assertThat(old.get("/page").response().status()).isEqualTo(200);

      Files.delete(certificate);
      listener.checkCertificates();
      assertThat(shownBy(listener)).isEqualTo("CN=rsa");
    }
  }

  @Test
  void where_clients_must_show_a_certificate_it_is_enough_and_nothing_else_is() throws Exception {
    Path authority = folder.resolve("authority.pem");
    Files.writeString(authority, keys.chainPem("authority"));
    Credential token = Credential.parse("sha256:" + "0".repeat(64));
    TlsFiles files = new TlsFiles(certificate, key, Optional.of(authority));
    try (Listener listener =
        Listener.start(
            Listeners.LOOPBACK,
            new Access(List.of(token), false),
            Optional.of(files),
            PAGES,
            Bounds.USUAL)) {
      try (RawClient client = new RawClient(keys.connect(listener.port(), "client", "ec"))) {
        assertThat(client.get("/page").response().body()).isEqualTo("well\n");
      }
      for (String stranger : List.of("", "rsa")) {
        SSLSocket socket = keys.connect(listener.port(), stranger, "ec");
        assertThatThrownBy(
                () -> {
                  try (RawClient client = new RawClient(socket)) {
                    client.get("/page").response();
                  }
                })
            .as(stranger)
            .isInstanceOf(IOException.class);
      }
      assertThat(listener.answers()).isEqualTo(Map.of(200, 1L));
    }
  }

  @Test
  void who_shakes_hands_slowly_or_not_at_all_is_cut_and_nobody_waits_for_them() throws Exception {
    List<RawClient> slow = new ArrayList<>();
    try (Listener listener = start(Listeners.QUICK, Optional.empty())) {
      for (int i = 0; i < 20; i++) {
        slow.add(new RawClient(listener.port()));
        slow.getLast().send(new byte[] {22, 3, 1, 2, 0, 1}); // a record's head, and its first byte
      }
      try (RawClient plain = new RawClient(listener.port());
          RawClient good = new RawClient(keys.connect(listener.port(), "", "ec"))) {
        assertThat(plain.get("/page").isClosedByServer()).isTrue();
        assertThat(good.get("/page").response().status()).isEqualTo(200);
      }
      for (RawClient client : slow) {
        assertThat(client.isClosedByServer()).isTrue();
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }

  @Test
  void who_never_reads_is_cut_over_TLS_too() throws Exception {
    try (Listener listener = start(Listeners.QUICK, Optional.empty());
        RawClient client = new RawClient(keys.connect(listener.port(), "", "ec"))) {
      client.get("/big");
      Thread.sleep(Listeners.QUICK.writeTime().plusSeconds(1));
      long read = 0;
      try {
        for (int some = client.readSome(10_000); some > 0; some = client.readSome(10_000)) {
          read += some;
        }
      } catch (IOException _) {
        // reset
      }
      assertThat(read).isLessThan(20L << 20);
    }
  }

  @Test
  void files_that_are_no_good_are_told_in_one_line_at_the_start() throws Exception {
    assertRefused(keys.chainPem("ec"), keys.keyPem("client"), "is not the key of");
    assertRefused(keys.chainPem("ec"), keys.keyPem("rsa"), "no EC key");
    assertRefused("", keys.keyPem("ec"), "has no certificate in PEM");
    assertRefused(keys.keyPem("ec"), keys.keyPem("ec"), "has no certificate in PEM");
    assertRefused(keys.chainPem("ec"), keys.chainPem("ec"), "has no private key in PEM");
    assertRefused(TestKeys.pem("CERTIFICATE", new byte[20]), keys.keyPem("ec"), "cannot be read");
    assertRefused(
        keys.chainPem("ec"),
        TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[20]),
        "the key is encrypted");
    assertRefused(
        keys.chainPem("rsa"),
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """,
        "the key is encrypted");
    assertRefused(keys.chainPem("ec"), TestKeys.pem("PRIVATE KEY", new byte[20]), "no EC key");
    assertRefused("x".repeat(2 << 20), keys.keyPem("ec"), "is longer than a megabyte");
    writeFiles();
    Files.delete(key);
    assertThatThrownBy(() -> start(Bounds.USUAL, Optional.empty()))
        .hasMessage(key + ": no such file");
    Files.createDirectory(key);
    assertThatThrownBy(() -> start(Bounds.USUAL, Optional.empty()))
        .hasMessage(key + ": is no file");
  }

  private void assertRefused(String certificatePem, String keyPem, String because)
      throws IOException {
    Files.writeString(certificate, certificatePem);
    Files.writeString(key, keyPem);
    assertThatThrownBy(() -> start(Bounds.USUAL, Optional.empty()))
        .isInstanceOf(IOException.class)
        .message()
        .startsWith(folder.toString())
        .contains(because)
        .hasLineCount(1);
  }

  private Listener start(Bounds bounds, Optional<Path> authority) throws IOException {
    return Listener.start(
        Listeners.LOOPBACK,
        Access.LOCAL,
        Optional.of(new TlsFiles(certificate, key, authority)),
        PAGES,
        bounds);
  }

  /** As tools do that renew certificates: a new file in its place. */
  private void replace(Path file, String content) throws IOException {
    Path next = folder.resolve("next");
    Files.writeString(next, content);
    Files.move(
        next,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static String shownBy(Listener listener) throws Exception {
    try (SSLSocket socket = keys.connect(listener.port(), "", "ec", "rsa")) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }
}
