package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an OpenVPN server says when a connection ends, kept in a file of the test's own: the truth
 * that the ledger's sessions are compared with.
 */
final class OpenVpnEnds {
  private final Path told;
  private final Path script;

  private OpenVpnEnds(Path told, Path script) {
    this.told = told;
    this.script = script;
  }

  /** Keeps what the server says, and tells nobody. */
  static OpenVpnEnds kept(Folder folder) {
    return of(folder, ":");
  }

  /** The same, and does what an operator lets it do: tells the ledger of that data folder. */
  static OpenVpnEnds keptAndNoted(Folder folder, Path data) {
    return of(
        folder, "exec %s hook openvpn --data-dir %s".formatted(Surroundings.launcher(), data));
  }

  private static OpenVpnEnds of(Folder folder, String then) {
    Path told = folder.resolve("told");
    String script =
        """
        #!/bin/sh
        { env | grep -E '^(common_name|trusted_ip|time_unix|bytes_received|bytes_sent)='; echo end; } >>%s
        %s
        """
            .formatted(told, then);
    return new OpenVpnEnds(told, folder.write("tee", script, "rwx------"));
  }

  /** The server's options for it. */
  List<String> options() {
    return List.of("--script-security", "2", "--client-disconnect", script.toString());
  }

  /** Bytes of each session that has ended, by who and since when. */
  Map<String, Bytes> told() {
    Map<String, Bytes> sessions = new TreeMap<>();
    Map<String, String> one = new HashMap<>();
    for (String line : lines()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        one.put(line.substring(0, equals), line.substring(equals + 1));
      } else {
        sessions.put(
            key(
                one.getOrDefault("common_name", ""),
                one.getOrDefault("trusted_ip", ""),
                Instant.ofEpochSecond(Long.parseLong(one.getOrDefault("time_unix", "0")))),
            new Bytes(
                Long.parseLong(one.getOrDefault("bytes_received", "-1")),
                Long.parseLong(one.getOrDefault("bytes_sent", "-1"))));
        one.clear();
      }
    }
    return sessions;
  }

  private List<String> lines() {
    try {
      return Files.exists(told) ? Files.readAllLines(told) : new ArrayList<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as the ledger has it; each session must be there once. */
  static Map<String, Bytes> ended(Ledger ledger) {
    Map<String, Bytes> sessions = new TreeMap<>();
    for (Row row : ledger.sessions()) {
      if (row.find("session_end") != null) {
        String from = row.text("endpoint").replaceFirst(":[0-9]+$", "");
        String key = key(row.text("peer"), from, row.time("session_start"));
        if (sessions.put(key, row.bytes("")) != null) {
          throw new AssertionError("twice: " + row);
        }
      }
    }
    return sessions;
  }

  private static String key(String peer, String from, Instant since) {
    return peer + " from " + from + " since " + since;
  }

  /** All that one client moved in these sessions. */
  static Bytes sum(Map<String, Bytes> sessions, String peer) {
    return sessions.entrySet().stream()
        .filter(session -> session.getKey().startsWith(peer + " from "))
        .map(Map.Entry::getValue)
        .reduce(new Bytes(0, 0), Bytes::plus);
  }
}
