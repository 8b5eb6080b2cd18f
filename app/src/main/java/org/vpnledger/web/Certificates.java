package org.vpnledger.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS files as they are now. Whether they have changed is looked up when a client connects, at
 * most every few seconds: no timer is needed, and a new certificate is there when it is asked for.
 */
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final long EVERY = Duration.ofSeconds(5).toNanos();
  private static final char[] NO_PASSWORD = {};

  private final TlsFiles files;
  private final ReentrantLock checking = new ReentrantLock();
  private volatile SSLContext current;
  private List<FileStamp> stamps;
  private long checked = System.nanoTime();

  private Certificates(TlsFiles files) throws IOException {
    this.files = files;
    stamps = stamps(); // before they are read: what changes meanwhile is read again
    current = load();
  }

  /**
   * Reads the files.
   *
   * @throws IOException with one line, as of one that cannot be read or does not belong
   */
  static Certificates of(TlsFiles files) throws IOException {
    return new Certificates(files);
  }

  boolean clientsShowOne() {
    return files.clientCa().isPresent();
  }

  /** What a connection that begins now is to use. */
  SSLContext current() {
    if (checking.tryLock()) { // another client's thread may be at it: this one does not wait
      try {
        if (System.nanoTime() - checked > EVERY) {
          check();
        }
      } finally {
        checking.unlock();
      }
    }
    return current;
  }

  /** Reads changed files now. If the new ones are no good, that is told, and the old ones stay. */
  void check() {
    checking.lock();
    try {
      checked = System.nanoTime();
      List<FileStamp> now = stamps();
      if (now.equals(stamps)) {
        return;
      }
      stamps = now;
      try {
        current = load();
        LOG.info("web: read the changed TLS files, {}", files.certificate());
      } catch (IOException e) {
        LOG.warn("web: {}; the certificate read before stays in use", e.getMessage());
      }
    } finally {
      checking.unlock();
    }
  }

  private List<FileStamp> stamps() {
    List<FileStamp> all = new ArrayList<>();
    all.add(FileStamp.of(files.certificate()));
    all.add(FileStamp.of(files.key()));
    files.clientCa().ifPresent(file -> all.add(FileStamp.of(file)));
    return all;
  }

  private SSLContext load() throws IOException {
    List<X509Certificate> chain = PemFile.read(files.certificate()).certificates();
    PrivateKey key = PemFile.read(files.key()).key(chain.getFirst());
    try {
      if (!belongs(key, chain.getFirst())) {
        throw new IOException(files.key() + ": is not the key of " + files.certificate());
      }
      KeyStore store = empty();
      store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), authorities(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(files.certificate() + ": " + e.getMessage(), e);
    }
  }

  /** Trusts nobody where clients show no certificates: the JDK's own list is for other uses. */
  private TrustManager[] authorities() throws IOException, GeneralSecurityException {
    if (files.clientCa().isEmpty()) {
      return new TrustManager[] {};
    }
    KeyStore store = empty();
    for (X509Certificate authority : PemFile.read(files.clientCa().get()).certificates()) {
      store.setCertificateEntry("authority " + store.size(), authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String kind = key.getAlgorithm();
    String algorithm =
        switch (kind) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> kind;
        };
    byte[] anything = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(anything);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(anything);
    return signature.verify(signed);
  }
}
