package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides for {@link RequiresGuest}. */
final class GuestCondition implements ExecutionCondition {
  private static final List<String> TOOLS =
      List.of(GuestImage.QEMU, "busybox", "cpio", "dash", "ip", "ss", "wg", "ping", "iperf3");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Requirement.verdict(context, missing());
  }

  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!"amd64".equals(System.getProperty("os.arch"))) {
      missing.add("an x86-64 machine, because guests run its programs");
    }
    TOOLS.stream().filter(tool -> !Surroundings.hasTool(tool)).forEach(missing::add);
    if (missing.isEmpty() && !Program.IS_BUILT) {
      missing.add(Program.UNBUILT);
    }
    if (missing.isEmpty()) {
      GuestImage.whyNot().ifPresent(missing::add);
    }
    return missing;
  }
}
