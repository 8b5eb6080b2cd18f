package org.vpnledger.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who is trusted to be a store: whom the system trusts, and a file's authorities. */
final class S3Trust {
  private S3Trust() {}

  /** With those of a PEM file. */
  static TrustManager[] with(Path file) throws StoreException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> own =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (own.isEmpty()) {
        throw denied(file, "no certificate in it", null);
      }
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager system) {
          for (Certificate issuer : system.getAcceptedIssuers()) {
            all.setCertificateEntry("system-" + number++, issuer);
          }
        }
      }
      for (Certificate certificate : own) {
        all.setCertificateEntry("own-" + number++, certificate);
      }
      return managers(all);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw denied(file, "cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw denied(file, "expected certificates in PEM", e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore of) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(of);
    return factory.getTrustManagers();
  }

  private static StoreException denied(Path file, String why, @Nullable Exception e) {
    return new StoreException(StoreException.Kind.DENIED, "ca_file " + file + ": " + why, e);
  }
}
