package org.vpnledger.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.sql.Answer;
import org.vpnledger.flow.sql.FlowAnswers;
import org.vpnledger.flow.sql.FlowQuestion;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Sheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The questions of {@code vpnledger flows}. */
final class FlowCommands {
  private FlowCommands() {}

  @Command(name = "top", description = "who, or what, moved the most")
  static final class Top extends FlowAsking {
    /** What rows stand for. */
    enum By {
      peer,
      host,
      address,
      port,
      protocol
    }

    @Option(
        names = "--by",
        paramLabel = "peer|host|address|port|protocol",
        description = "what rows stand for (default: peer)")
    By by = By.peer;

    @Override
    Answer ask(FlowAnswers answers, long most) {
      FlowQuestion.By group =
          switch (by) {
            case peer -> FlowQuestion.By.PEER;
            case host -> FlowQuestion.By.HOST;
            case address -> FlowQuestion.By.ADDRESS;
            case port -> FlowQuestion.By.PORT;
            case protocol -> FlowQuestion.By.PROTOCOL;
          };
      return answers.ask(new FlowQuestion.Top(group, most));
    }
  }

  @Command(name = "talkers", description = "which peer talked most to which host or address")
  static final class Talkers extends FlowAsking {
    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Talkers(most));
    }
  }

  @Command(name = "dns", description = "which names were asked for, by whom, and the last answer")
  static final class Dns extends FlowAsking {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "only names that contain this")
    @Nullable String text;

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Names(text, most));
    }
  }

  @Command(name = "peer", description = "where a peer went")
  static final class OfPeer extends FlowAsking {
    @Parameters(paramLabel = "NAME", description = "any part of its name or key")
    String name = "";

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Peer(key(answers.ask(new FlowQuestion.Peers())), most));
    }

    /**
     * The key of the one peer that is meant: of exactly that name or key, or else with it within.
     */
    private String key(Answer peers) {
      Map<String, String> found = matching(peers, String::equals);
      if (found.isEmpty()) {
        found = matching(peers, String::contains);
      }
      if (found.isEmpty()) {
        Map<String, String> all = matching(peers, (_, _) -> true);
        throw new Complaint(
            all.isEmpty()
                ? "no peer has flows in that time: ask about another with --last, --from, --to"
                : "no peer matches '%s' in that time: there are %s"
                    .formatted(SafeText.plain(name), list(all)));
      }
      if (found.size() > 1) {
        throw new Complaint(
            "'%s' matches %d peers, name one of them: %s"
                .formatted(SafeText.plain(name), found.size(), list(found)));
      }
      return found.keySet().iterator().next();
    }

    /** Keys, and the last name of each. */
    private Map<String, String> matching(Answer peers, BiPredicate<String, String> match) {
      String wanted = name.toLowerCase(Locale.ROOT);
      Map<String, String> last = new LinkedHashMap<>();
      List<String> keys = new ArrayList<>();
      for (List<@Nullable Object> row : peers.rows()) {
        String key = String.valueOf(row.get(0));
        String called = row.get(1) == null ? "" : String.valueOf(row.get(1));
        last.put(key, called);
        if (match.test(key.toLowerCase(Locale.ROOT), wanted)
            || match.test(called.toLowerCase(Locale.ROOT), wanted)) {
          keys.add(key);
        }
      }
      last.keySet().retainAll(keys);
      return last;
    }

    private static String list(Map<String, String> peers) {
      return peers.entrySet().stream()
              .limit(8)
              .map(peer ->
                  peer.getValue().isEmpty()
                      ? peer.getKey()
                      : peer.getValue() + " (" + peer.getKey() + ")")
              .map(SafeText::plain)
              .collect(Collectors.joining(", "))
          + (peers.size() > 8 ? ", …" : "");
    }
  }

  @Command(name = "host", description = "who went to a host, or to what is below it")
  static final class OfHost extends FlowAsking {
    @Parameters(paramLabel = "NAME", description = "example.com: www.example.com is below it")
    String name = "";

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Host(name, most));
    }
  }

  @Command(name = "port", description = "who used a port, and with whom")
  static final class OfPort extends FlowAsking {
    @Parameters(paramLabel = "N", description = "0 to 65535")
    int port;

    @Override
    void check() {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("a port is a number from 0 to 65535");
      }
    }

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Port(port, most));
    }
  }

  @Command(
      name = "search",
      description =
          "flows with a text in any field, or with an address or network; the latest first")
  static final class Search extends FlowAsking {
    @Parameters(
        paramLabel = "TEXT",
        description = "a part of a name, key or host; 10.8.0.7, 10.8.0.0/24")
    String text = "";

    @Override
    void check() {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("search needs something to look for");
      }
    }

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.ask(new FlowQuestion.Search(text, most));
    }
  }

  @Command(
      name = "sql",
      description = "one SELECT over the views flows, dns, totals and hours, by DuckDB in memory")
  static final class Sql extends FlowAsking {
    @Parameters(paramLabel = "SELECT", description = "it can read the flow log and nothing else")
    String select = "";

    @Override
    Answer ask(FlowAnswers answers, long most) {
      return answers.sql(select);
    }

    /** Its order and limit are the statement's. */
    @Override
    Sheet sheet(Answer answer, ZoneId zone, long most) {
      return FlowSheets.plain(answer, zone, most);
    }

    @Override
    int readable() {
      return 1000;
    }
  }
}
