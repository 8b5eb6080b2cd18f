package org.vpnledger.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.EventType;
import org.vpnledger.report.Directory;
import org.vpnledger.report.EventsReport;
import org.vpnledger.report.SafeText;
import org.vpnledger.report.Scope;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.Span;
import org.vpnledger.store.LedgerReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vpnledger events}. */
@Command(
    name = "events",
    description =
        "what happened: online, offline, roamed, reset, …; the last day's unless said otherwise")
public final class EventsCommand extends Question {
  @Mixin FormOptions form = new FormOptions();
  @Mixin SpanOptions span = new SpanOptions();
  @Mixin ScopeOptions scope = new ScopeOptions();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "only these, with commas between: ONLINE,ROAMED")
  List<String> types = new ArrayList<>();

  @Override
  Runnable ask(Asking asking, LedgerReader reader, Directory peers) {
    Set<EventType> wanted = types();
    Scope whose = scope.scope(asking, reader, peers);
    Span asked = span.span(asking.now(), zone(reader, asking), end -> end.minusHours(24));
    Sheet sheet = EventsReport.of(reader, asked, whose, wanted, asking.now());
    return () -> scope.show(asking, sheet, form.form());
  }

  private @Nullable Set<EventType> types() {
    if (types.isEmpty()) {
      return null;
    }
    Set<EventType> wanted = EnumSet.noneOf(EventType.class);
    for (String text : types) {
      wanted.add(type(text));
    }
    return wanted;
  }

  private static EventType type(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    return Stream.of(EventType.values())
        .filter(type -> type.name().equals(name))
        .findAny()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--type: there is no event '%s': there are %s"
                    .formatted(
                        SafeText.plain(text),
                        Stream.of(EventType.values())
                            .map(EventType::name)
                            .collect(Collectors.joining(", ")))));
  }
}
