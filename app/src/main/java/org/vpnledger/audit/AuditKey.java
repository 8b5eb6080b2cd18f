package org.vpnledger.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.chain.VerifyingKey;

/** Keys in files: PEM, as {@code openssl} writes them. */
public final class AuditKey {
  private static final long LARGEST = 64 << 10;

  private AuditKey() {}

  /** Where a ledger keeps the key of its own. */
  public static Path own(Path dataDir) {
    return dataDir.resolve("audit.key");
  }

  /** The public part beside a private key: {@code audit.pub} for {@code audit.key}. */
  public static Path publicPart(Path key) {
    String name = key.getFileName().toString();
    String stem = name.endsWith(".key") ? name.substring(0, name.length() - 4) : name;
    return key.resolveSibling(stem + ".pub");
  }

  /** Reads a ledger's own key, made at the first time. */
  public static SigningKey ownOrNew(Path dataDir) throws IOException {
    Path file = own(dataDir);
    if (!Files.exists(file)) {
      create(file);
    }
    return signing(file);
  }

  /**
   * Makes a key, for its owner only, and its public part.
   *
   * @throws IOException with one line, also when there is a file already
   */
  public static void create(Path file) throws IOException {
    SigningKey key = SigningKey.generate();
    Path half = file.resolveSibling(file.getFileName() + ".tmp");
    requireFolder(file);
    try {
      Files.deleteIfExists(half);
      Files.createFile(
          half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(half, key.toPem(), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(publicPart(file), key.verifying().toPem());
    } catch (IOException e) {
      throw told(file, e);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /**
   * Reads a private key.
   *
   * @throws IOException with one line for people, also when others may read it
   */
  public static SigningKey signing(Path file) throws IOException {
    String text = text(file);
    if (text.contains("BEGIN PUBLIC KEY")) {
      throw new IOException(file + ": a public key signs nothing: name the private one");
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
    if (rights.contains(PosixFilePermission.OTHERS_READ)
        || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(file + ": everybody may read this key: chmod 600 it, or make another");
    }
    try {
      return SigningKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s: 'openssl genpkey -algorithm ed25519' makes one".formatted(file, e.getMessage()),
          e);
    }
  }

  /** Reads a public key. */
  public static VerifyingKey verifying(Path file) throws IOException {
    try {
      return VerifyingKey.parse(text(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s: 'openssl pkey -pubout' makes one of a private key"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * A file is to be made there.
   *
   * @throws IOException with one line if there is no such folder
   */
  static void requireFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(file + ": there is no folder " + folder + ": make it first");
    }
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(file + ": too large for a key");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw told(file, e);
    }
  }

  private static IOException told(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException _ -> "permission denied: run as root";
          case FileAlreadyExistsException _ -> "is there already: choose another name";
          default -> String.valueOf(e.getMessage());
        };
    return new IOException(file + ": " + reason, e);
  }
}
