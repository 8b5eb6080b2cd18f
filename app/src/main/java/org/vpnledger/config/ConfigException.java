package org.vpnledger.config;

import java.io.Serial;
import java.util.List;

/** Settings that cannot be used. */
public final class ConfigException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final List<String> problems;

  /** With at least one problem; the message is all of them, a line each. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, each one line that says where, and what was expected. */
  public List<String> problems() {
    return problems;
  }
}
