package org.vpnledger.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.vpnledger.spool.ObjectStore;
import org.vpnledger.spool.S3Settings;
import org.vpnledger.spool.S3Store;
import org.vpnledger.spool.Spool;
import org.vpnledger.spool.SpoolPolicy;
import org.vpnledger.spool.Uploader;

/** A spool with an uploader, quick to try again. */
final class Uploading implements AutoCloseable {
  static final SpoolPolicy REMOVING = policy(false, 1L << 30);

  private final Folder folder;
  private final Spool spool;
  private final UploadLog log = new UploadLog();
  private final Uploader uploader;

  private Uploading(Folder folder, ObjectStore.Opener opener, SpoolPolicy policy) {
    this.folder = folder;
    this.spool = new Spool(folder.resolve("spool"), Spool::usual);
    this.uploader = new Uploader(spool, opener, policy, log, InstantSource.system());
  }

  static SpoolPolicy policy(boolean keep, long mostBytes) {
    return new SpoolPolicy(keep, mostBytes, 1000, Duration.ofMillis(20), Duration.ofMillis(300));
  }

  /** Started, in that folder. */
  static Uploading start(Folder folder, ObjectStore.Opener opener, SpoolPolicy policy) {
    Uploading uploading = new Uploading(folder, opener, policy);
    try {
      uploading.uploader.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uploading;
  }

  static Uploading start(Folder folder, S3Server server, S3Settings settings) {
    return start(folder, () -> S3Store.open(settings, server.credentials()), REMOVING);
  }

  Uploader uploader() {
    return uploader;
  }

  UploadLog log() {
    return log;
  }

  Path path(String name) {
    return spool.path(name);
  }

  /** Finishes a file with that much of noise in it, which is what the name gives. */
  byte[] finish(String name, int bytes) {
    byte[] content = noise(name, bytes);
    try {
      Path draft = Files.createTempFile(folder.path(), "draft", "");
      Files.write(draft, content);
      spool.finish(draft, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  static byte[] noise(String name, int bytes) {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return content;
  }

  void awaitEmpty() {
    try {
      boolean empty = uploader.awaitEmpty(Eventually.PATIENCE);
      assertThat(empty).as("nothing waits: %s, %s", uploader.state(), log).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    uploader.close();
  }
}
