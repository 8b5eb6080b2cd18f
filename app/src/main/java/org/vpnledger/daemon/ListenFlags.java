package org.vpnledger.daemon;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a daemon is asked by HTTP. */
final class ListenFlags {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "where metrics and health are served, or none (default: 127.0.0.1:9586)")
  @Nullable String listen;

  @Option(
      names = "--health-listen",
      paramLabel = "ADDRESS:PORT",
      description = "where /health and /peers are served as well, as 127.0.0.1:8080")
  @Nullable String healthListen;

  /** Those that were given, by the keys that they set. */
  Map<String, String> given() {
    Map<String, String> flags = new LinkedHashMap<>();
    Main.put(flags, "listen", listen);
    Main.put(flags, "health_listen", healthListen);
    return flags;
  }
}
