package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vpnledger.config.Configuration;

/** Whether settings are doubtful, or lie where nobody reads them. */
final class SoundSettings implements Examination {
  private static final int MOST_FILES = 10_000;

  /**
   * What somebody who meant us may have called a file; those that are read are told apart below.
   */
  private static final Pattern MEANT = Pattern.compile("(?i)(vpn[-_]?ledger|wg[-_]?monitor).*");

  private static final Pattern READ =
      Pattern.compile("(vpnledger|wg-monitor)(-(?![.-])[A-Za-z0-9._@-]{1,64})?");

  private final Configuration configuration;
  private final Path defaults;

  SoundSettings(Premises premises) {
    this.configuration = premises.configuration();
    this.defaults = premises.defaultsFolder();
  }

  @Override
  public String check() {
    return "settings";
  }

  @Override
  public List<Finding> look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (String warning : configuration.warnings()) {
      findings.add(
          Finding.note(check(), warning, "'vpnledger config show' says where each value is from"));
    }
    for (String stray : strays()) {
      findings.add(
          Finding.note(
              check(),
              defaults.resolve(stray) + " is read by nobody",
              "call it vpnledger, or vpnledger-NAME for 'vpnledger@NAME', or move it away"));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(check(), "nothing in them is doubtful"))
        : findings;
  }

  private List<String> strays() throws IOException {
    if (!Files.isDirectory(defaults)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(defaults)) {
      return files
          .limit(MOST_FILES)
          .map(file -> file.getFileName().toString())
          .filter(name -> MEANT.matcher(name).matches() && !READ.matcher(name).matches())
          .sorted()
          .toList();
    }
  }
}
