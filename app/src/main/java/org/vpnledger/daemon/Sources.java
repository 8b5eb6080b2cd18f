package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.config.Settings;
import org.vpnledger.config.SourceSettings;
import org.vpnledger.container.Containers;
import org.vpnledger.source.Source;
import org.vpnledger.source.openvpn.EndNotes;
import org.vpnledger.source.openvpn.ManagementSource;
import org.vpnledger.source.openvpn.StatusSource;
import org.vpnledger.source.wireguard.CommandSource;
import org.vpnledger.source.wireguard.ContainersSource;
import org.vpnledger.source.wireguard.InterfaceFilter;
import org.vpnledger.source.wireguard.LocalLinks;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.source.wireguard.NamedPlace;
import org.vpnledger.source.wireguard.WireGuardSources;
import org.vpnledger.store.DataFolder;
import org.vpnledger.vpn.ObservationClock;

/** The sources that are configured, or found when none is. */
final class Sources {
  private Sources() {}

  /**
   * By the settings.
   *
   * @param more that are read besides
   */
  static List<Source> of(
      Settings settings,
      List<SourceSettings> more,
      Containers containers,
      Moments moments,
      ObservationClock clock) {
    Path ends = new DataFolder(settings.dataDir()).openVpnEnds();
    Set<String> interfaces = Set.copyOf(settings.interfaces());
    List<SourceSettings> all = new ArrayList<>(settings.sources());
    all.addAll(more);
    List<Source> sources = new ArrayList<>();
    if (settings.sources().isEmpty() && !more.isEmpty()) {
      sources.addAll(of(List.of(), interfaces, containers, moments, ends, clock));
    }
    sources.addAll(of(all, interfaces, containers, moments, ends, clock));
    return sources;
  }

  /**
   * By some of the settings.
   *
   * @param interfaces of all sources only these; empty for all
   * @param ends where the ends of OpenVPN's connections are noted, absent for who only looks
   */
  static List<Source> of(
      List<SourceSettings> settings,
      Set<String> interfaces,
      Containers containers,
      Moments moments,
      @Nullable Path ends,
      ObservationClock clock) {
    if (settings.isEmpty()) {
      return WireGuardSources.automatic(interfaces, containers, moments, clock);
    }
    List<Source> sources = new ArrayList<>();
    Set<String> servers =
        settings.stream()
            .filter(Sources::isOpenVpn)
            .map(SourceSettings::name)
            .collect(Collectors.toUnmodifiableSet());
    for (SourceSettings one : settings) {
      Set<String> only = both(Set.copyOf(one.interfaces()), interfaces);
      boolean held = ends == null && one instanceof SourceSettings.OpenVpnManagement;
      if (only == null || held) {
        continue; // nothing is left that it might read, or it has room for the daemon alone
      }
      InterfaceFilter filter = InterfaceFilter.only(only);
      sources.add(
          switch (one) {
            case SourceSettings.WireGuard all ->
                WireGuardSources.everything(
                    all.name(),
                    NamedPlace.of(all.netns(), containers),
                    only,
                    all.timeout(),
                    moments,
                    clock);
            case SourceSettings.Netlink kernel ->
                WireGuardSources.kernel(
                    kernel.name(),
                    NamedPlace.of(kernel.netns(), containers),
                    filter,
                    kernel.timeout(),
                    moments,
                    clock);
            case SourceSettings.Uapi uapi ->
                WireGuardSources.sockets(
                    uapi.name(), uapi.directory(), filter, uapi.timeout(), moments, clock);
            case SourceSettings.OpenVpnStatus server ->
                new StatusSource(
                    server.name(),
                    server.file(),
                    ZoneId.systemDefault(),
                    ends == null ? null : new EndNotes(ends, server.name(), servers),
                    clock);
            case SourceSettings.OpenVpnManagement server ->
                new ManagementSource(
                    server.name(),
                    server.address(),
                    server.password().orElse(null),
                    server.timeout(),
                    ends == null ? null : new EndNotes(ends, server.name(), servers),
                    clock);
            case SourceSettings.Command command ->
                new CommandSource(
                    command.name(),
                    command.command(),
                    filter,
                    command.timeout(),
                    LocalLinks.LOCAL,
                    clock);
          });
    }
    return sources;
  }

  /** Whether it reads a server of OpenVPN, in whatever way. */
  static boolean isOpenVpn(SourceSettings settings) {
    return settings instanceof SourceSettings.OpenVpnStatus
        || settings instanceof SourceSettings.OpenVpnManagement;
  }

  /** Where an empty set means all; absent if nothing is in both. */
  private static @Nullable Set<String> both(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Set<String> common = new TreeSet<>(one);
    common.retainAll(other);
    return common.isEmpty() ? null : common;
  }

  /** The containers of which these sources may tell, now: names are looked for in them. */
  static List<String> containers(List<SourceSettings> settings, List<Source> sources) {
    Set<String> names = new LinkedHashSet<>();
    for (SourceSettings one : settings) {
      names.add(NamedPlace.containerOf(netns(one)));
    }
    for (Source source : sources) {
      if (source instanceof ContainersSource containers) {
        names.addAll(containers.found());
      }
    }
    names.remove("");
    return List.copyOf(names);
  }

  /** The namespace or container that a source reads, as it was configured; empty for this one. */
  static String netns(SourceSettings settings) {
    return switch (settings) {
      case SourceSettings.WireGuard all -> all.netns();
      case SourceSettings.Netlink kernel -> kernel.netns();
      case SourceSettings.Uapi _,
          SourceSettings.Command _,
          SourceSettings.OpenVpnStatus _,
          SourceSettings.OpenVpnManagement _ ->
          "";
    };
  }
}
