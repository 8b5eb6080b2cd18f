package org.vpnledger.daemon;

import java.util.function.Consumer;
import org.vpnledger.report.Units;
import org.vpnledger.spool.SpoolListener;
import org.vpnledger.spool.SpooledFile;

/** Says in lines what becomes of files that are uploaded. */
final class SpoolLines implements SpoolListener {
  private static final String ROLLUP = "/rollup.parquet";

  private final Consumer<String> each;
  private final Consumer<String> good;
  private final Consumer<String> bad;

  /**
   * To those.
   *
   * @param each takes a line for each file
   * @param good that it works again after what was told before
   * @param bad what somebody must know
   */
  SpoolLines(Consumer<String> each, Consumer<String> good, Consumer<String> bad) {
    this.each = each;
    this.good = good;
    this.bad = bad;
  }

  @Override
  public void uploaded(SpooledFile file) {
    each.accept("saved " + file.name() + " (" + Units.bytes(file.bytes()) + ")");
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
    // An hour is summed up again when something comes late.
    Consumer<String> told = file.name().endsWith(ROLLUP) ? each : bad;
    told.accept(file.name() + ": another object has that key; it is uploaded as " + key);
  }
}
