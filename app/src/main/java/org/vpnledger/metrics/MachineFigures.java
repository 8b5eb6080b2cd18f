package org.vpnledger.metrics;

import static org.vpnledger.metrics.Family.gauge;

import org.jspecify.annotations.Nullable;
import org.vpnledger.resource.Load;
import org.vpnledger.resource.Memory;
import org.vpnledger.resource.Sample;

/** The machine's own figures, as the last sample has them; what it lacks is not there. */
final class MachineFigures {
  private static final Family DISK =
      gauge(
          "vpnledger_machine_disk_used_ratio",
          "How full the chosen disk is, as df counts it: 0 to 1.");
  private static final Family MEMORY_TOTAL =
      gauge("vpnledger_machine_memory_total_bytes", "Memory of the machine.");
  private static final Family MEMORY_USED =
      gauge("vpnledger_machine_memory_used_bytes", "Memory that is not available to programs.");
  private static final Family LOAD_1 =
      gauge("vpnledger_machine_load1", "Load average over one minute.");
  private static final Family LOAD_5 =
      gauge("vpnledger_machine_load5", "Load average over five minutes.");
  private static final Family LOAD_15 =
      gauge("vpnledger_machine_load15", "Load average over fifteen minutes.");
  private static final Family PROCESSES =
      gauge("vpnledger_machine_processes", "Processes of the machine.");

  private static final int PERCENT = 100;

  private MachineFigures() {}

  static void write(@Nullable Sample machine, Labels gateway, Samples out) {
    if (machine == null) {
      return;
    }
    Double disk = machine.diskPercent();
    if (disk != null) {
      out.family(DISK);
      out.sample(gateway, disk / PERCENT);
    }
    Memory memory = machine.memory();
    if (memory != null) {
      out.family(MEMORY_TOTAL);
      out.sample(gateway, memory.totalBytes());
      out.family(MEMORY_USED);
      out.sample(gateway, memory.usedBytes());
    }
    Load load = machine.load();
    if (load != null) {
      out.family(LOAD_1);
      out.sample(gateway, load.one());
      out.family(LOAD_5);
      out.sample(gateway, load.five());
      out.family(LOAD_15);
      out.sample(gateway, load.fifteen());
    }
    Long processes = machine.processes();
    if (processes != null) {
      out.family(PROCESSES);
      out.sample(gateway, processes);
    }
  }
}
