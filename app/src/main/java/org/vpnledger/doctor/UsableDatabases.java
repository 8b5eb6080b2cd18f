package org.vpnledger.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.config.Settings;
import org.vpnledger.place.Mmdb;

/** Whether the databases of places can be used, and are of this time. */
final class UsableDatabases implements Examination {
  private static final Duration OLD = Duration.ofDays(60);

  private final Premises premises;

  UsableDatabases(Premises premises) {
    this.premises = premises;
  }

  @Override
  public String check() {
    return "places";
  }

  @Override
  public List<Finding> look() {
    Settings.Place place = premises.settings().place();
    List<Finding> findings = new ArrayList<>();
    place.databases().forEach(file -> findings.add(look(file)));
    if (!place.lookupUrl().isEmpty()) {
      findings.add(
          Finding.note(
              check(),
              "addresses of peers are told to the service at place.lookup_url",
              "nothing, if that is meant"));
    }
    return findings;
  }

  private Finding look(Path file) {
    try (Mmdb database = Mmdb.open(file)) {
      Duration age = Duration.between(database.built(), premises.now());
      String what = "%s: %s of %s".formatted(file, database.type(), database.built());
      return age.compareTo(OLD) > 0
          ? Finding.problem(
              check(),
              "%s, %d days old: addresses have moved since".formatted(what, age.toDays()),
              "replace it; its publisher's updater (geoipupdate, say) does that by itself")
          : Finding.ok(check(), what);
    } catch (IOException e) {
      return Finding.problem(
          check(), file + ": " + e.getMessage(), "get it again, or take it out of place.databases");
    }
  }
}
