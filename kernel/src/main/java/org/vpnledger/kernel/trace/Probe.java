package org.vpnledger.kernel.trace;

import java.util.List;

/**
 * A function of the kernel, and what to fetch whenever it is called,
 * Documentation/trace/kprobetrace.rst.
 *
 * @param group a name of the caller's own, under which the event stands
 * @param event what a call is named; letters, digits and {@code _}, as in C
 * @param function its name, {@code module:name} for one of a module
 * @param arguments what is fetched, in this order
 */
public record Probe(String group, String event, String function, List<Argument> arguments) {

  /**
   * One thing that is fetched.
   *
   * @param name what it is called
   * @param fetch from where, and its type: {@code +8(+16($arg1)):u32}, {@code +24($arg1):x8[32]}
   */
  public record Argument(String name, String fetch) {
    public Argument {
      if (!isName(name) || fetch.isEmpty() || !fetch.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IllegalArgumentException("not an argument: " + name + "=" + fetch);
      }
    }

    /** A member of the structure that is the function's first argument, byte by byte. */
    public static Argument bytes(String name, Member member) {
      return new Argument(name, member.fetchFrom("$arg1") + ":x8[" + member.bytes() + "]");
    }

    /** Such a member that is a number without a sign. */
    public static Argument number(String name, Member member) {
      return new Argument(name, member.fetchFrom("$arg1") + ":u" + 8 * member.bytes());
    }
  }

  public Probe {
    arguments = List.copyOf(arguments);
    if (!isName(group) || !isName(event) || !function.matches("([\\w-]+:)?[\\w.]+")) {
      throw new IllegalArgumentException("not a probe: " + group + "/" + event + " " + function);
    }
  }

  private static boolean isName(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]{0,31}");
  }

  /** What defines it. */
  String definition() {
    StringBuilder text = new StringBuilder("p:" + group + "/" + event + " " + function);
    arguments.forEach(each -> text.append(' ').append(each.name()).append('=').append(each.fetch));
    return text.toString();
  }

  /** What removes it. */
  String removal() {
    return "-:" + group + "/" + event;
  }
}
