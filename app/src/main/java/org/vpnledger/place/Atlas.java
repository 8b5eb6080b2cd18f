package org.vpnledger.place;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vpnledger.vpn.Address;

/** The operator's databases: each fills in what those before it do not say. Used by one thread. */
final class Atlas implements AutoCloseable {
  private final List<Volume> volumes;

  Atlas(List<Path> files) {
    this.volumes = files.stream().map(Volume::new).toList();
  }

  /** What was found, and which databases said so. */
  record Entry(Facts facts, String origin) {}

  /** Looks whether files were replaced. */
  void refresh() {
    volumes.forEach(Volume::refresh);
  }

  /** Whether any of them can be used. */
  boolean isOpen() {
    return volumes.stream().anyMatch(Volume::isOpen);
  }

  /** A text that differs when other databases are in use. */
  String identity() {
    return volumes.stream().map(Volume::identity).collect(Collectors.joining(" "));
  }

  Entry lookup(Address address) {
    Facts facts = Facts.NONE;
    Set<String> origins = new LinkedHashSet<>();
    for (Volume volume : volumes) {
      Facts more = facts.or(volume.lookup(address));
      if (!more.equals(facts)) {
        facts = more;
        origins.add(volume.name());
      }
    }
    return new Entry(facts, String.join(", ", origins));
  }

  @Override
  public void close() {
    volumes.forEach(Volume::close);
  }
}
