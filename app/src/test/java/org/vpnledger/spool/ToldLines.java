package org.vpnledger.spool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener is told, in order. */
final class ToldLines implements SpoolListener {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void uploaded(SpooledFile file) {
    lines.add("uploaded " + file.name());
  }

  @Override
  public void failing(String line) {
    lines.add("failing " + line);
  }

  @Override
  public void recovered() {
    lines.add("recovered");
  }

  @Override
  public void dropped(SpooledFile file, long dropped) {
    lines.add("dropped " + file.name() + " " + dropped);
  }

  @Override
  public void occupied(SpooledFile file, String key) {
    lines.add("occupied " + file.name() + " " + key);
  }
}
