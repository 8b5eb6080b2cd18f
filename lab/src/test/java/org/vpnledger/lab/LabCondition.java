package org.vpnledger.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresLab}. */
final class LabCondition implements ExecutionCondition {
  private static final List<String> TOOLS =
      List.of("ip", "ss", "wg", "wireguard-go", "iperf3", "ping", "openvpn", "openssl");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean program =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RequiresLab.class)
            .map(RequiresLab::program)
            .orElse(true);
    return Requirement.verdict(context, missing(program));
  }

  private static List<String> missing(boolean program) {
    List<String> missing = new ArrayList<>();
    if (!isRoot()) {
      missing.add("root");
    }
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      missing.add("/dev/net/tun");
    }
    TOOLS.stream().filter(tool -> !Surroundings.hasTool(tool)).forEach(missing::add);
    if (missing.isEmpty() && Command.of("unshare", "--net", "true").run().exitCode() != 0) {
      missing.add("the right to make network namespaces");
    }
    if (program && missing.isEmpty() && !Program.IS_BUILT) {
      missing.add(Program.UNBUILT);
    }
    return missing;
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false;
    }
  }
}
