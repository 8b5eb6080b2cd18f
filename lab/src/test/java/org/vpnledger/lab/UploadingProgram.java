package org.vpnledger.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.vpnledger.spool.S3Settings;
import org.vpnledger.spool.S3Store;
import org.vpnledger.spool.Spool;
import org.vpnledger.spool.Uploader;

/** Uploads what a spool holds, as a process of its own that can be killed. */
final class UploadingProgram {
  private UploadingProgram() {}

  /**
   * Runs until it is killed, or nothing is left.
   *
   * @param arguments the spool's folder, the server's port
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    S3Settings settings = S3Server.settingsThrough(Integer.parseInt(arguments[1]));
    try (Uploader uploader =
        new Uploader(
            new Spool(Path.of(arguments[0]), Spool::usual),
            () -> S3Store.open(settings, System.getenv()),
            Uploading.REMOVING,
            new UploadLog(),
            InstantSource.system())) {
      uploader.start();
      boolean empty = uploader.awaitEmpty(Duration.ofMinutes(1));
      if (!empty) {
        System.exit(1);
      }
    }
  }

  /** Starts one. */
  static Background start(Folder folder, S3Server server, int port) {
    return Background.start(
        words(folder, port, "-XX:TieredStopAtLevel=1"),
        server.credentials(),
        folder.resolve("uploading.log"));
  }

  /** To start one with an option for its Java. */
  static List<String> words(Folder folder, int port, String option) {
    return List.of(
        Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        option,
        "-cp",
        System.getProperty("java.class.path", ""),
        UploadingProgram.class.getName(),
        folder.resolve("spool").toString(),
        Integer.toString(port));
  }
}
