package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bandwidth file that gives the examples' figures; its last line of JM is quoted there. */
final class WgStatsMonth {
  static final String FILE = "bandwidth-2025-10.log";

  /** 22:10 in Paris, where 1759954165 is 22:09:25. */
  static final String NOW = "2025-10-08T20:10:00Z";

  static final String LINES =
      """
      1759954071,2025-10-08 22:07:51,R49dHwwD...,JM MacBook Pro,17479762,346093100,16.67,330.06,346.73
      1759954071,2025-10-08 22:07:51,Qh7vTzYx...,Thierry,0,0,0.00,0.00,0.00
      1759954102,2025-10-08 22:08:22,R49dHwwD...,JM MacBook Pro,19472056,347099627,18.57,331.02,349.59
      1759954102,2025-10-08 22:08:22,Qh7vTzYx...,Thierry,0,0,0.00,0.00,0.00
      1759954130,2025-10-08 22:08:50,R49dHwwD...,JM MacBook Pro,21506294,349249208,20.51,333.07,353.58
      1759954130,2025-10-08 22:08:50,Qh7vTzYx...,Thierry,0,0,0.00,0.00,0.00
      1759954165,2025-10-08 22:09:25,R49dHwwD...,JM MacBook Pro,23462368,353708940,22.38,337.32,359.70
      1759954165,2025-10-08 22:09:25,Qh7vTzYx...,Thierry,0,0,0.00,0.00,0.00
      """;

  private WgStatsMonth() {}

  static Prompt importedInto(Path folder) throws IOException {
    Prompt user = new Prompt(folder).settings("zone = \"Europe/Paris\"\n").at(NOW);
    Files.createDirectories(user.log);
    Path file = user.log.resolve(FILE);
    Files.writeString(file, LINES);
    assertThat(user.run("import", file.toString()).code()).isZero();
    return user;
  }
}
