package org.vpnledger.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A certificate authority that is thrown away with its folder, and nobody trusts but the tests. */
final class Pki {
  private static final String DAYS = "2";

  private final Folder folder;
  private final AtomicInteger count = new AtomicInteger();
  private final Identity authority;

  /** A certificate and its key, as files. */
  record Identity(Path certificate, Path key) {}

  /** Makes one, whose files are in this folder. */
  Pki(Folder folder) {
    this.folder = folder;
    this.authority = files("ca");
    request("lab", authority.key(), authority.certificate(), "-x509", "-days", DAYS);
  }

  /** What a peer needs to know whom the authority vouches for. */
  Path authority() {
    return authority.certificate();
  }

  /** Of whoever is asked by the loopback's address, too. */
  Identity server() {
    return issue("server", "serverAuth\nsubjectAltName=IP:127.0.0.1");
  }

  /** Another one at each call, also for a name that has one already. */
  Identity client(String commonName) {
    return issue(commonName, "clientAuth");
  }

  private Identity issue(String commonName, String usage) {
    String name = "identity" + count.getAndIncrement();
    Identity identity = files(name);
    Path request = folder.resolve(name + ".csr");
    request(commonName, identity.key(), request);
    Path extensions =
        folder.write(name + ".ext", "keyUsage=digitalSignature\nextendedKeyUsage=" + usage + "\n");
    Command.of(
            "openssl",
            "x509",
            "-req",
            "-days",
            DAYS,
            "-CAcreateserial",
            "-in",
            request.toString(),
            "-CA",
            authority.certificate().toString(),
            "-CAkey",
            authority.key().toString(),
            "-extfile",
            extensions.toString(),
            "-out",
            identity.certificate().toString())
        .output();
    return identity;
  }

  /** Makes a key, and what it is to be certified for. */
  private static void request(String commonName, Path key, Path out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "openssl",
                "req",
                "-utf8",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-subj",
                "/CN=" + commonName,
                "-keyout",
                key.toString(),
                "-out",
                out.toString()));
    words.addAll(List.of(more));
    Command.of(words).output();
  }

  private Identity files(String name) {
    return new Identity(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
  }
}
