package org.vpnledger.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that the JDK's keytool makes: servers, an authority, and its client. */
final class TestKeys {
  private static final String PASSWORD = "changeit";

  private final KeyStore store;

  private TestKeys(KeyStore store) {
    this.store = store;
  }

  static TestKeys make(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    keytool(file, "-alias", "ec", "-keyalg", "EC", "-dname", "CN=ec");
    keytool(file, "-alias", "rsa", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=rsa");
    keytool(
        file,
        "-alias",
        "authority",
        "-keyalg",
        "EC",
        "-dname",
        "CN=authority",
        "-ext",
        "bc:c=ca:true");
    keytool(
        file, "-alias", "client", "-keyalg", "EC", "-dname", "CN=client", "-signer", "authority");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestKeys(store);
  }

  private static void keytool(Path file, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-validity",
                "30"));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  X509Certificate certificate(String alias) throws GeneralSecurityException {
    return (X509Certificate) store.getCertificate(alias);
  }

  PrivateKey key(String alias) throws GeneralSecurityException {
    return (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
  }

  /** The certificate with those that signed it. */
  String chainPem(String alias) throws GeneralSecurityException {
    StringBuilder pem = new StringBuilder("what this is: a chain\n");
    for (Certificate certificate : store.getCertificateChain(alias)) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  String keyPem(String alias) throws GeneralSecurityException {
    return pem("PRIVATE KEY", key(alias).getEncoded());
  }

  /**
   * The key without PKCS#8 around it: what is in the OCTET STRING at its end, whose head has two
   * bytes, or four where the length needs them.
   */
  String bareKeyPem(String alias, String label) throws GeneralSecurityException {
    byte[] pkcs8 = key(alias).getEncoded();
    for (int at = 4; at < pkcs8.length - 6; at++) {
      int longLength = ((pkcs8[at + 2] & 0xff) << 8) | (pkcs8[at + 3] & 0xff);
      if (pkcs8[at] == 0x04 && pkcs8[at + 1] == pkcs8.length - at - 2) {
        return pem(label, Arrays.copyOfRange(pkcs8, at + 2, pkcs8.length));
      }
      if (pkcs8[at] == 0x04 && longLength == pkcs8.length - at - 4) {
        return pem(label, Arrays.copyOfRange(pkcs8, at + 4, pkcs8.length));
      }
    }
    throw new IllegalStateException("no key in PKCS#8");
  }

  static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
  }

  /**
   * A client's end of TLS that trusts those servers, and shows that certificate unless it is "".
   */
  SSLSocket connect(int port, String shown, String... trusted) throws Exception {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    for (String alias : trusted) {
      authorities.setCertificateEntry(alias, certificate(alias));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (!shown.isEmpty()) {
      own.setKeyEntry(shown, key(shown), PASSWORD.toCharArray(), store.getCertificateChain(shown));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
  }
}
