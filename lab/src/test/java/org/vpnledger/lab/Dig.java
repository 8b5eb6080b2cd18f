package org.vpnledger.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dig was answered.
 *
 * @param status NOERROR and the like
 * @param answers addresses and names, without the dot at the end
 * @param leastTtl in seconds, absent without answers
 */
record Dig(
    String client,
    String server,
    String name,
    String type,
    String status,
    List<String> answers,
    OptionalLong leastTtl) {

  /** What {@link #line} is, in the SQL of the flow log. */
  static final String COLUMNS = "client, server, question, type, rcode, answers, min_ttl";

  /** The flow log keeps no more of an answer. */
  private static final int MOST_ANSWERS = 16;

  private static final Pattern STATUS = Pattern.compile("status: ([A-Z]+)");
  private static final Pattern ANSWER =
      Pattern.compile("^[^;\\s]\\S*\\s+(\\d+)\\s+IN\\s+\\S+\\s+(\\S+?)\\.?$", Pattern.MULTILINE);

  /** Asks once, from an address of the namespace. */
  static Dig ask(
      Namespace namespace,
      String client,
      String server,
      String name,
      String type,
      String... options) {
    List<String> words =
        new ArrayList<>(namespace.inside("dig", "-b", client, "@" + server, "+tries=1"));
    words.addAll(List.of(options));
    words.addAll(List.of(name, type));
    String output = Command.of(words).output();
    Matcher status = STATUS.matcher(output);
    if (!status.find()) {
      throw new AssertionError(output);
    }
    Matcher answer = ANSWER.matcher(output);
    List<String> answers = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    while (answer.find()) {
      times.add(Long.valueOf(answer.group(1)));
      answers.add(answer.group(2));
    }
    return new Dig(
        client,
        server,
        name,
        type,
        status.group(1),
        answers,
        times.stream().mapToLong(Long::longValue).min());
  }

  /** As CSV. */
  String line() {
    return String.join(
        ",",
        client,
        server,
        name,
        type,
        status,
        String.join(" ", answers.subList(0, Math.min(MOST_ANSWERS, answers.size()))),
        leastTtl.isPresent() ? Long.toString(leastTtl.getAsLong()) : "");
  }
}
