package org.vpnledger.lab;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresTools}. */
final class ToolsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RequiresTools.class)
            .stream()
            .flatMap(needed -> Stream.of(needed.value()))
            .filter(tool -> !Surroundings.hasTool(tool))
            .toList();
    return Requirement.verdict(context, missing);
  }
}
