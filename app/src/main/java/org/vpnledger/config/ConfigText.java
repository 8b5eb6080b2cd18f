package org.vpnledger.config;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.vpnledger.vpn.PeerKey;

/** What {@code config show} prints. Both forms are TOML that can be read back. */
public final class ConfigText {
  private static final int MARGIN = 40;

  private final StringBuilder out = new StringBuilder();

  private ConfigText() {}

  /** The values in effect, each with its origin as a comment. */
  public static String show(Configuration configuration) {
    ConfigText text = new ConfigText();
    text.shown("", configuration.values(), Keys.BY_NAME.values());
    for (Keys.Section section : Keys.SECTIONS) {
      switch (section.name()) {
        case Keys.SOURCE_SECTION -> text.sources(configuration);
        case Keys.NAMES_SECTION -> text.names(configuration);
        case FlowRules.SECTION -> text.flowRules(configuration);
        default -> {
          text.out.append("\n[").append(section.name()).append("]\n");
          text.shown(section.name(), configuration.values(), Keys.BY_NAME.values());
        }
      }
    }
    return text.out.toString();
  }

  /**
   * Every key with its meaning and its default here, all commented out: a file to begin with. A
   * setting is commented by {@code #} alone, prose by {@code #} and a space.
   */
  public static String defaults(Surroundings here) {
    ConfigText text = new ConfigText();
    Values values = new Values(here);
    text.out.append("# /etc/vpnledger/vpnledger.toml: every key, its meaning and its default.\n");
    text.explained("", values, Keys.BY_NAME.values());
    for (Keys.Section section : Keys.SECTIONS) {
      text.out.append("\n# ").append(section.meaning()).append('\n');
      switch (section.name()) {
        case Keys.SOURCE_SECTION -> {
          text.out.append("#[[source]]\n");
          text.explained(Keys.SOURCE_SECTION, values, SourceKeys.BY_NAME.values());
        }
        case FlowRules.SECTION -> {
          text.out.append("#[[flow.rule]]\n");
          text.explained(FlowRules.SECTION, values, FlowRules.BY_NAME.values());
        }
        default -> {
          text.out.append("#[").append(section.name()).append("]\n");
          text.explained(section.name(), values, Keys.BY_NAME.values());
        }
      }
    }
    return text.out.toString();
  }

  private void sources(Configuration configuration) {
    if (configuration.sources().isEmpty()) {
      out.append("\n# no [[source]]: whatever is found here is read\n");
    }
    for (Values source : configuration.sources()) {
      out.append("\n[[source]]\n");
      for (Key<?> key : SourceKeys.BY_NAME.values()) {
        if (SourceKeys.hasMeaning(key, source.get(SourceKeys.TYPE))) {
          line(key.lastName() + " = " + source.toToml(key), source.origin(key).toString());
        }
      }
    }
  }

  private void flowRules(Configuration configuration) {
    for (Values rule : configuration.flowRules()) {
      out.append("\n[[flow.rule]]\n");
      for (Key<?> key : FlowRules.BY_NAME.values()) {
        if (rule.isSet(key)) {
          line(key.lastName() + " = " + rule.toToml(key), rule.origin(key).toString());
        }
      }
    }
  }

  private void names(Configuration configuration) {
    out.append(
        "\n# of several names for a key, this table's wins; then the first of names_files that");
    out.append(
        "\n# has one; then the first that is found: 'vpnledger names --all' shows all of them\n");
    out.append("[names]\n");
    Map<PeerKey, String> sorted = new TreeMap<>(configuration.settings().names().table());
    sorted.forEach((peer, name) -> {
      Origin origin = configuration.names().getOrDefault(peer, new Origin.Default());
      line(TomlText.quoted(peer.text()) + " = " + TomlText.quoted(name), origin.toString());
    });
  }

  private void shown(String section, Values values, Collection<Key<?>> keys) {
    for (Key<?> key : keys) {
      if (key.section().equals(section)) {
        line(key.lastName() + " = " + values.toToml(key), values.origin(key).toString());
      }
    }
  }

  private void line(String setting, String comment) {
    out.append(setting)
        .repeat(' ', Math.max(MARGIN - setting.length(), 1))
        .append("# ")
        .append(TomlText.line(comment))
        .append('\n');
  }

  private void explained(String section, Values values, Collection<Key<?>> keys) {
    for (Key<?> key : keys) {
      if (key.section().equals(section)) {
        out.append("# ").append(key.meaning()).append(" (").append(key.kind().expected());
        out.append(")\n#").append(key.lastName()).append(" = ");
        // What has no default is shown by example.
        out.append(
            key.fallback() == null
                ? FlowRules.EXAMPLE.getOrDefault(key.name(), "\"uapi\"")
                : values.toToml(key));
        out.append('\n');
      }
    }
  }
}
