package org.vpnledger.daemon;

import java.util.function.Consumer;
import org.vpnledger.report.Units;
import org.vpnledger.spool.SpoolListener;
import org.vpnledger.spool.SpooledFile;

/** Says in lines what becomes of files that are uploaded. */
final class SpoolLines implements SpoolListener {
  private final Consumer<String> good;
  private final Consumer<String> bad;

  SpoolLines(Consumer<String> good, Consumer<String> bad) {
    this.good = good;
    this.bad = bad;
  }

  @Override
  public void uploaded(SpooledFile file) {
    good.accept("saved " + file.name() + " (" + Units.bytes(file.bytes()) + ")");
  }

  @Override
  public void failing(String line) {
    bad.accept("uploading: " + line + "; files wait here and it is tried again");
  }

  @Override
  public void recovered() {
    good.accept("uploading works again");
  }

  @Override
  public void dropped(SpooledFile file, long dropped) {
    bad.accept(
        "dropped %s, which was not uploaded: the spool is full (%d files dropped since the start);"
                .formatted(file.name(), dropped)
            + " flow.s3.limit is how much may wait");
  }

  @Override
  public void occupied(SpooledFile file, String key) {
    bad.accept(file.name() + ": another object has that key; it is uploaded as " + key);
  }
}
