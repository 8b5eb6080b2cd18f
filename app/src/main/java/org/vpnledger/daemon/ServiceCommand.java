package org.vpnledger.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.cli.Complaint;
import org.vpnledger.report.Column;
import org.vpnledger.report.Column.Kind;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.SheetJson;
import org.vpnledger.report.SheetText;
import org.vpnledger.service.Installation;
import org.vpnledger.service.Place;
import org.vpnledger.service.ServiceException;
import org.vpnledger.service.Systemd;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger service}. */
@Command(
    name = "service",
    description = "the daemon as a service of systemd: install, uninstall, status")
final class ServiceCommand {
  private static final int NOT_HEALTHY = 3;

  private static final List<Column> COLUMNS =
      List.of(Column.of("item", "ITEM", Kind.TEXT), Column.of("state", "STATE", Kind.TEXT));

  @ParentCommand Main main;

  /** Where, for each of the three. */
  static final class Where {
    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "another root folder, for packages; nothing is started then")
    @Nullable Path root;

    @Option(
        names = "--prefix",
        paramLabel = "DIR",
        description = "links go into its bin folder (default: /usr/local)")
    Path prefix = Path.of("/usr/local");

    @Option(
        names = "--home",
        paramLabel = "DIR",
        description = "where the program will be, if that is not where it is now")
    @Nullable Path home;

    Place place(@Nullable String instance) {
      Path home = this.home == null ? programFolder() : this.home;
      Path jdk = Path.of(System.getProperty("java.home", "/usr/lib/jvm"));
      return new Place(root == null ? Path.of("/") : root, prefix, home, jdk, instance);
    }

    Path dist() {
      return programFolder().resolve("dist");
    }

    private static Path programFolder() {
      String home = System.getProperty("vpnledger.home", "");
      if (home.isEmpty()) {
        throw new Complaint("service: start the program by its launcher, 'vpnledger'");
      }
      return Path.of(home);
    }
  }

  @Command(
      name = "install",
      description =
          "puts units, settings and links into the system; doing it twice changes nothing")
  int install(
      @Mixin Where where,
      @Option(names = "--now", description = "starts it, now and at each boot") boolean now) {
    return acting(() -> {
      Place place = where.place(main.instance);
      new Installation(place, where.dist(), this::say).install();
      if (!place.isThisSystem()) {
        return 0;
      }
      Systemd systemd = Systemd.ofThisMachine();
      if (systemd == null) {
        say("systemd does not run this machine: start 'vpnledger run' by what does");
        return 0;
      }
      boolean well = systemd.takeNote().stream().allMatch(this::isWell);
      if (well && now) {
        well = isWell(systemd.enable(place.unit()));
        say("%-10s %s".formatted("is " + systemd.active(place.unit()), place.unit()));
      } else if (well) {
        say("next       systemctl enable --now " + place.unit());
      }
      return well ? 0 : Mistakes.FAILED;
    });
  }

  @Command(
      name = "uninstall",
      description = "stops the service and removes what install put there; data and logs stay")
  int uninstall(@Mixin Where where) {
    return acting(() -> {
      Place place = where.place(main.instance);
      Systemd systemd = place.isThisSystem() ? Systemd.ofThisMachine() : null;
      if (systemd != null) {
        List<String> units = new ArrayList<>(List.of(place.unit()));
        if (main.instance == null) {
          units.addAll(systemd.units("vpnledger@*.service"));
        }
        units.forEach(systemd::disable); // one that is not there is no trouble
      }
      new Installation(place, where.dist(), this::say).uninstall();
      return systemd == null || isWell(systemd.reload()) ? 0 : Mistakes.FAILED;
    });
  }

  @Command(
      name = "status",
      description = "what is installed, enabled and running; exit code 3 when something is missing")
  int status(
      @Mixin Where where,
      @Option(names = "--json", description = "an array of flat objects") boolean json) {
    return acting(() -> {
      Place place = where.place(main.instance);
      List<List<@Nullable Object>> rows = new ArrayList<>();
      boolean healthy = true;
      for (Installation.Found found : new Installation(place, where.dist(), this::say).found()) {
        rows.add(List.of(found.target().toString(), found.state()));
        healthy &= found.isHealthy();
      }
      if (place.isThisSystem()) {
        Systemd systemd = Systemd.ofThisMachine();
        String enabled = systemd == null ? "no systemd" : systemd.enabled(place.unit());
        String active = systemd == null ? "no systemd" : systemd.active(place.unit());
        rows.add(List.of(place.unit() + " at boot", enabled));
        rows.add(List.of(place.unit() + " now", active));
        healthy &= enabled.equals("enabled") && active.equals("active");
      }
      Sheet sheet = new Sheet(COLUMNS, rows, ZoneOffset.UTC);
      PrintWriter out = main.out();
      if (json) {
        SheetJson.write(sheet, out);
      } else {
        out.print(new SheetText(0, false).render(sheet));
      }
      out.flush();
      return healthy ? 0 : NOT_HEALTHY;
    });
  }

  private boolean isWell(Systemd.Answer answer) {
    if (answer.exit() != 0) {
      say("failed     " + answer.line());
    }
    return answer.exit() == 0;
  }

  private void say(String line) {
    main.out().println(SafeText.plain(line));
    main.out().flush();
  }

  private interface Act {
    int done();
  }

  private static int acting(Act act) {
    try {
      return act.done();
    } catch (ServiceException e) {
      throw new Complaint("service: " + e.getMessage());
    }
  }
}
