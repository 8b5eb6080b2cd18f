package org.vpnledger.lab;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What happens to a test that lacks something: it is skipped aloud, or fails where it must run. */
final class Requirement {
  private Requirement() {}

  static ConditionEvaluationResult verdict(ExtensionContext context, List<String> missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("the lab is complete");
    }
    String reason = "The lab needs " + String.join(", ", missing) + ".";
    if (isRequired()) {
      throw new IllegalStateException(
          reason + " It is required here (CI=true or VPNLEDGER_LAB=required): provide it.");
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.println("SKIPPED " + context.getDisplayName() + ": " + reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("CI")) || "required".equals(System.getenv("VPNLEDGER_LAB"));
  }
}
