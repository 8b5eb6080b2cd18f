package org.vpnledger.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.config.Settings;
import org.vpnledger.resource.Load;
import org.vpnledger.resource.Machine;
import org.vpnledger.resource.Memory;
import org.vpnledger.resource.Sample;
import org.vpnledger.store.MachineRow;

/**
 * Samples the machine's own figures on a thread of its own, at multiples of the interval: a disk
 * that hangs keeps nobody else waiting.
 */
final class MachineSampler implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MachineSampler.class);
  private static final int MOST_WAITING = 16;
  private static final Duration LEAST_FRESH = Duration.ofMinutes(1);

  private final Settings.Machine settings;
  private final Machine machine;
  private final InstantSource clock;
  private final BlockingQueue<Sample> samples = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Trouble trouble = new Trouble("machine");
  private boolean diskMissed;

  MachineSampler(Settings.Machine settings, InstantSource clock) {
    this.settings = settings;
    this.machine = new Machine(settings.disk(), Path.of("/proc"));
    this.clock = clock;
  }

  /** Begins, unless that is switched off. */
  void start() {
    if (settings.enabled()) {
      Thread.ofPlatform().daemon().name("machine").start(this);
    }
  }

  /** The next sample, absent if none waits. */
  @Nullable Sample poll() {
    return samples.poll();
  }

  /** How long a sample counts as of now. */
  Duration freshFor() {
    Duration twice = settings.interval().multipliedBy(2);
    return twice.compareTo(LEAST_FRESH) > 0 ? twice : LEAST_FRESH;
  }

  @Override
  public void run() {
    try {
      while (true) {
        take();
        Thread.sleep(untilNext(clock.instant(), settings.interval()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take() {
    try {
      Sample sample = machine.sample(clock.instant());
      noteDisk(sample);
      if (!samples.offer(sample)) {
        LOG.debug("a sample of the machine is dropped: the ledger is busy");
      }
      trouble.none();
    } catch (RuntimeException e) {
      trouble.isUnexpected(e); // the next one may work
    }
  }

  /** That a chosen path is not there is told once, not with each sample. */
  private void noteDisk(Sample sample) {
    boolean missing = sample.diskPercent() == null;
    if (missing && !diskMissed) {
      LOG.warn(
          "machine.disk: how full {} is cannot be read: is it there, and may it be read?",
          settings.disk());
    }
    diskMissed = missing;
  }

  static Duration untilNext(Instant now, Duration interval) {
    long millis = interval.toMillis();
    return Duration.ofMillis(millis - Math.floorMod(now.toEpochMilli(), millis));
  }

  /** As it is stored. */
  static MachineRow row(Sample sample) {
    Memory memory = sample.memory();
    Load load = sample.load();
    return new MachineRow(
        sample.at(),
        sample.diskPercent(),
        memory == null ? null : Long.valueOf(memory.totalBytes()),
        memory == null ? null : Long.valueOf(memory.usedBytes()),
        load == null ? null : Double.valueOf(load.one()),
        load == null ? null : Double.valueOf(load.five()),
        load == null ? null : Double.valueOf(load.fifteen()),
        sample.processes());
  }
}
