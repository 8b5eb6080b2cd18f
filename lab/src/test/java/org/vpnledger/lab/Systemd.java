package org.vpnledger.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real systemd as process 1 of namespaces of its own, in a gateway's network, that runs the
 * service as it is installed. It sees this machine's files, but for {@code /run}, {@code /tmp},
 * {@code /var/lib} and {@code /var/log}, which are its own and go with it.
 */
final class Systemd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What this machine has no group for, and what a test cannot wait for; and where the program is,
   * should that be below /tmp, which the service has of its own.
   */
  private static final String DROP_IN =
      """
      [Unit]
      DefaultDependencies=no
      Wants=systemd-journald.service
      After=systemd-journald.service
      [Service]
      Group=root
      StandardOutput=file:/run/out
      StandardError=file:/run/out
      WatchdogSec=4
      RestartSec=1
      BindReadOnlyPaths=THE_PROGRAM
      Environment=VPNLEDGER_INTERFACE=THE_INTERFACE VPNLEDGER_INTERVAL=1 VPNLEDGER_AUDIT_SYSLOG=journald
      """;

  private static final String BOOT =
      """
      set -e
      mount --make-rprivate /
      mount -t proc proc /proc
      mkdir -p THE_FOLDER/wireguard
      mount --bind /run/wireguard THE_FOLDER/wireguard
      mount -t tmpfs tmpfs /run
      mkdir -p /run/systemd/system/vpnledger.service.d /run/systemd/journal /run/wireguard
      mount --bind THE_FOLDER/wireguard /run/wireguard
      cp -r THE_FOLDER/root/etc/systemd/system/vpnledger.service* /run/systemd/system/
      cp THE_FOLDER/drop-in.conf /run/systemd/system/vpnledger.service.d/
      mount -t tmpfs tmpfs /var/lib
      mount -t tmpfs -o mode=0755 tmpfs /var/log
      mkdir -p /var/lib/systemd
      export container=lab
      exec /lib/systemd/systemd --system --unit=vpnledger.service --log-target=console
      """;

  private final Folder folder = Folder.create();
  private final Background process;

  /** Boots it; the service starts with it. */
  Systemd(Gateway gateway) {
    String launcher = Surroundings.launcher().toString();
    String root = folder.resolve("root").toString();
    Command.of(List.of(launcher, "service", "install", "--root", root)).output();
    folder.write(
        "drop-in.conf",
        DROP_IN
            .replace("THE_INTERFACE", gateway.interfaceName())
            .replace("THE_PROGRAM", String.valueOf(Surroundings.launcher().getParent())));
    Path boot = folder.write("boot", BOOT.replace("THE_FOLDER", folder.path().toString()));
    List<String> words =
        new ArrayList<>(List.of("ip", "netns", "exec", gateway.namespace().name()));
    words.addAll(
        List.of("unshare", "--fork", "--kill-child", "--pid", "--mount", "--uts", "--ipc", "bash"));
    words.add(boot.toString());
    process = Background.start(words, Map.of(), folder.resolve("systemd.txt"));
    Eventually.holds("systemd has started", PATIENCE, () -> show("Id").equals("vpnledger.service"));
  }

  /** Runs a command as one of its processes. */
  Command.Result run(String... words) {
    List<String> all = new ArrayList<>(List.of("nsenter", "-a", "-t", Long.toString(first())));
    all.addAll(List.of(words));
    return Command.of(all).run();
  }

  /** Process 1, as this machine numbers it. */
  private long first() {
    return process
        .handle()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("systemd"))
        .mapToLong(ProcessHandle::pid)
        .min()
        .orElse(process.handle().pid());
  }

  /** A property of the service. */
  String show(String property) {
    return run("systemctl", "show", "vpnledger.service", "--value", "-p", property).out().strip();
  }

  /** Waits until a property is so. */
  void await(String property, String value) {
    Eventually.see(property, PATIENCE, () -> show(property), value::equals);
  }

  String output() {
    return process.output() + run("cat", "/run/out").out();
  }

  @Override
  public void close() {
    process.close();
    folder.close();
  }
}
