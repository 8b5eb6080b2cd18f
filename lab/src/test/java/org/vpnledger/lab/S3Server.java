package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vpnledger.spool.S3Credentials;
import org.vpnledger.spool.S3Settings;

/**
 * S3Proxy on the loopback, as a process of its own: it checks signatures, and keeps objects as
 * files in a folder, where a test sees what really arrived.
 */
final class S3Server implements AutoCloseable {
  static final String BUCKET = "vpn-flows";

  /** Its libraries, which are not the program's. */
  private static final Path LIBRARIES = Surroundings.source("lab/s3proxy/target/lib");

  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "vpnledger/lab+secret";

  private final Folder folder = Folder.create();
  private final int port = FreePort.find();
  private final int securePort = FreePort.find();
  private Background process;

  private S3Server(Optional<Path> keystore) {
    if (!Files.isDirectory(LIBRARIES)) {
      throw new IllegalStateException(LIBRARIES + " is missing: mvn package -pl lab/s3proxy");
    }
    try {
      Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.write(
        "s3proxy.conf",
        """
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem
        jclouds.filesystem.basedir=%s
        """
                .formatted(port, KEY, SECRET, folder.resolve("objects"))
            + keystore
                .map(path ->
                    """
                    s3proxy.secure-endpoint=https://127.0.0.1:%d
                    s3proxy.keystore-path=%s
                    s3proxy.keystore-password=password
                    """
                        .formatted(securePort, path))
                .orElse(""));
    folder.write(
        "logback.xml",
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="out"/></root>
        </configuration>
        """);
    process = launch();
  }

  static S3Server start() {
    return ready(new S3Server(Optional.empty()));
  }

  /** One that speaks TLS as well, with the key of this PKCS#12 file (password "password"). */
  static S3Server withTls(Path keystore) {
    return ready(new S3Server(Optional.of(keystore)));
  }

  private static S3Server ready(S3Server server) {
    try {
      server.awaitReady();
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  int securePort() {
    return securePort;
  }

  Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  S3Settings settings() {
    return settingsThrough(port);
  }

  /** Through that port of the loopback. */
  static S3Settings settingsThrough(int through) {
    return new S3Settings(
        Optional.of(URI.create("http://127.0.0.1:" + through)),
        "",
        BUCKET,
        "gateways/berlin",
        Optional.empty(),
        new S3Credentials.Environment(),
        "none",
        "",
        Optional.empty(),
        false,
        Duration.ofSeconds(5));
  }

  /** Ends it at once. */
  void stop() {
    process.kill();
  }

  /** Starts it again, with the objects that it had. */
  void restart() {
    process.close();
    process = launch();
    awaitReady();
  }

  /** The objects' contents by key, with the prefix of {@link #settings}. */
  Map<String, byte[]> objects() {
    Path bucket = folder.resolve("objects").resolve(BUCKET);
    Map<String, byte[]> objects = new TreeMap<>();
    try (Stream<Path> all = Files.walk(bucket)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        objects.put(bucket.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  private Background launch() {
    return Background.start(
        List.of(
            Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
            "-cp",
            LIBRARIES + "/*",
            "org.gaul.s3proxy.Main",
            "--properties",
            folder.resolve("s3proxy.conf").toString()),
        Map.of(),
        folder.resolve("s3proxy.log"));
  }

  private void awaitReady() {
    Eventually.see(
        "S3Proxy is ready",
        Eventually.PATIENCE,
        process::output,
        _ -> Http.get(port, "/").status() == 403);
  }

  String output() {
    return process.output();
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
