package org.vpnledger.hook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnledger.store.Deliveries.Delivery;
import org.vpnledger.store.Deliveries.Progress;

/** What runs came to and is not written down yet. Not safe for several threads. */
final class Results {
  /** What was taken to be written. */
  record Batch(List<Delivery> changed, long delivered, long retried, long failed) {
    Batch {
      changed = List.copyOf(changed);
    }

    Progress after(Progress before, long settled) {
      return new Progress(
          settled,
          before.delivered() + delivered,
          before.retried() + retried,
          before.failed() + failed);
    }
  }

  private final List<Delivery> changed = new ArrayList<>();
  private long delivered;
  private long retried;
  private long failed;

  boolean isEmpty() {
    return changed.isEmpty();
  }

  void delivered(Errand errand) {
    changed.add(new Delivery(errand.seq(), true, errand.attempts() + 1, null));
    delivered++;
  }

  void failed(Errand errand) {
    changed.add(new Delivery(errand.seq(), true, errand.attempts(), null));
    failed++;
  }

  void retried(Errand errand, Instant notBefore) {
    changed.add(new Delivery(errand.seq(), false, errand.attempts(), notBefore));
    retried++;
  }

  Batch take() {
    Batch batch = new Batch(changed, delivered, retried, failed);
    changed.clear();
    delivered = 0;
    retried = 0;
    failed = 0;
    return batch;
  }

  /** It could not be written: before what came since. */
  void putBack(Batch batch) {
    changed.addAll(0, batch.changed());
    delivered += batch.delivered();
    retried += batch.retried();
    failed += batch.failed();
  }
}
