package org.vpnledger.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a file in PEM (RFC 7468); what stands between them is comment. All errors are one
 * line that begins with the file's path and repeats nothing of its content.
 */
final class PemFile {
  private static final int MOST_BYTES = 1 << 20;
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private record Block(String label, String base64) {
    byte[] der() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(Path path) {
    this.path = path;
  }

  static PemFile read(Path path) throws IOException {
    PemFile file = new PemFile(path);
    String text = file.text();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int label = at + BEGIN.length();
      int content = text.indexOf(DASHES, label);
      int end = content < 0 ? -1 : text.indexOf(DASHES, content + DASHES.length());
      if (end >= 0
          && text.startsWith("END " + text.substring(label, content), end + DASHES.length())) {
        file.blocks.add(
            new Block(
                text.substring(label, content), text.substring(content + DASHES.length(), end)));
        at = end;
      }
    }
    return file;
  }

  private String text() throws IOException {
    try {
      if (!Files.isRegularFile(path)) {
        throw Files.exists(path) ? problem("is no file", null) : new NoSuchFileException("");
      }
      byte[] bytes;
      try (var in = Files.newInputStream(path)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
      if (bytes.length > MOST_BYTES) {
        throw problem("is longer than a megabyte", null);
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw problem("no such file", e);
    } catch (AccessDeniedException e) {
      throw problem("permission denied", e);
    }
  }

  /** All its certificates, in their order; at least one. */
  List<X509Certificate> certificates() throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label().equals("CERTIFICATE")
            && factory.generateCertificate(new ByteArrayInputStream(block.der()))
                instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (CertificateException e) {
      throw problem("a certificate cannot be read", e);
    }
    if (certificates.isEmpty()) {
      throw problem("has no certificate in PEM", null);
    }
    return certificates;
  }

  /** The first private key; which kind of key it is says the certificate that it belongs to. */
  PrivateKey key(X509Certificate certificate) throws IOException {
    for (Block block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(block.der(), certificate);
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
          if (block.base64().contains("ENCRYPTED")) { // headers of RFC 1421, in old files
            throw problem("the key is encrypted: give one without a passphrase", null);
          }
          byte[] kind = Der.firstOfSequence(certificate.getPublicKey().getEncoded());
          return key(Der.privateKeyInfo(kind, block.der()), certificate);
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw problem("the key is encrypted: give one without a passphrase", null);
        default -> {}
      }
    }
    throw problem("has no private key in PEM", null);
  }

  private PrivateKey key(byte[] pkcs8, X509Certificate certificate) throws IOException {
    String kind = certificate.getPublicKey().getAlgorithm();
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw problem("no %s key, which the certificate is for".formatted(kind), e);
    }
  }

  private IOException problem(String what, @Nullable Exception cause) {
    return new IOException(path + ": " + what, cause);
  }
}
