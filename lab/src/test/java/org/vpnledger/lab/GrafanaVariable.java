package org.vpnledger.lab;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A variable within a text: {@code $name}, <code>${name}</code> or <code>${name:format}</code>. */
final class GrafanaVariable {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::\\w+)?})");

  private GrafanaVariable() {}

  static String replaceAll(String text, UnaryOperator<String> value) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> {
          String name = found.group(1) == null ? found.group(2) : found.group(1);
          return Matcher.quoteReplacement(value.apply(name));
        });
  }
}
