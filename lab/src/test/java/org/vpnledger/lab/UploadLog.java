package org.vpnledger.lab;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vpnledger.spool.SpoolListener;
import org.vpnledger.spool.SpooledFile;

/** What an uploader tells, in order. */
final class UploadLog implements SpoolListener {
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
    lines.add("dropped " + file.name() + " " + file.bytes() + " " + dropped);
  }

  @Override
  public void occupied(SpooledFile file, String key) {
    lines.add("occupied " + file.name() + " " + key);
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
