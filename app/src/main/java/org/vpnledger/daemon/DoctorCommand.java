package org.vpnledger.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.vpnledger.cli.Asking;
import org.vpnledger.cli.FormOptions;
import org.vpnledger.config.Configuration;
import org.vpnledger.config.Settings;
import org.vpnledger.container.Containers;
import org.vpnledger.doctor.Diagnosis;
import org.vpnledger.doctor.Premises;
import org.vpnledger.doctor.TunnelLook;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.vpn.Noticing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code vpnledger doctor}: what is wrong, and what to do. */
@Command(
    name = "doctor",
    description = "looks for what is wrong and says what to do; exit code 3 if there is something")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Mixin FormOptions form = new FormOptions();

  @Override
  public Integer call() throws InterruptedException {
    Configuration configuration = main.configuration();
    Settings settings = configuration.settings();
    Asking asking = main.asking();
    Premises premises =
        new Premises(
            configuration,
            main.here().defaultsFolder(),
            main.instance == null ? "vpnledger.service" : "vpnledger@" + main.instance + ".service",
            Path.of("/"),
            asking.now(),
            () -> look(settings));
    Diagnosis diagnosis = Diagnosis.of(premises);
    if (form.form() == Asking.Form.TABLE) {
      main.out().print(diagnosis.text());
      main.out().flush();
    } else {
      asking.show(diagnosis.sheet(asking.zone()), form.form());
    }
    return diagnosis.isHealthy() ? 0 : CheckCommand.UNHEALTHY;
  }

  private static TunnelLook look(Settings settings) throws InterruptedException {
    List<Source> sources =
        Sources.of(
            settings.sources(),
            Set.copyOf(settings.interfaces()),
            new Containers(Path.of("/")),
            new Moments(Noticing.POLLS),
            null,
            new SystemObservationClock());
    try {
      return TunnelReader.look(sources);
    } finally {
      sources.forEach(Source::close);
    }
  }
}
