package org.vpnledger.config;

/** Where a value in effect came from. The text is the comment that {@code config show} prints. */
public sealed interface Origin {

  /** Nobody set it. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /**
   * The TOML file.
   *
   * @param file as it was named
   * @param line of the value, from 1
   * @param column of the value in characters, from 1
   */
  record InFile(String file, int line, int column) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /**
   * A variable in a file of {@code /etc/default}.
   *
   * @param line of the value, from 1
   * @param column of the value in characters, from 1
   */
  record InDefaults(String file, int line, int column, String variable) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /** An environment variable. */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return "environment " + name;
    }
  }

  /** A flag of the command line, {@code --interval} say. */
  record Flag(String name) implements Origin {
    @Override
    public String toString() {
      return "flag " + name;
    }
  }

  /** How a message about the key's value begins. */
  default String complain(String key, String problem) {
    return switch (this) {
      case Default() -> key + ": " + problem;
      case InFile(String file, int line, int column) ->
          file + ":" + line + ":" + column + ": " + key + ": " + problem;
      case InDefaults(String file, int line, int column, String variable) ->
          file + ":" + line + ":" + column + ": " + variable + ": " + problem;
      case Variable(String name) -> name + ": " + problem;
      case Flag(String name) -> name + ": " + problem;
    };
  }
}
