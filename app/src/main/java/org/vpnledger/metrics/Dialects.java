package org.vpnledger.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The dialects that there are, by name. */
public final class Dialects {
  /** Those that replace an exporter, and the project's own; each has a page of its own. */
  public static final List<String> NAMES =
      List.of("vpnledger", "mindflavor", "mdlayher", "guide", "wgportal", "kumina", "patrickjahns");

  private Dialects() {}

  static Map<String, Dialect> all(MetricsRules rules, Supplier<Map<Integer, Long>> requests) {
    List<Dialect> classic =
        new ArrayList<>(
            List.of(
                new MindFlavor(rules.mindFlavor()),
                new Mdlayher(),
                new Guide(),
                new WgPortal(),
                new Kumina(rules.lowCardinality()),
                new PatrickJahns()));
    OwnFamily own =
        new OwnFamily(
            new OwnFamily.Build(rules.version(), Runtime.version().toString()),
            !rules.lowCardinality(),
            classic.stream().filter(dialect -> rules.dialects().contains(dialect.name())).toList(),
            requests);
    Map<String, Dialect> all = new LinkedHashMap<>();
    all.put(own.name(), own);
    classic.forEach(dialect -> all.put(dialect.name(), dialect));
    return all;
  }
}
