package org.vpnledger.name;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name in a comment of a WireGuard configuration.
 *
 * @param dialect whose way of writing it is
 * @param name as it is written, without what the dialect puts around it
 * @param labels what else it says of the peer, by label; only {@link Dialect#FRIENDLY_JSON} does
 */
record ConfComment(Dialect dialect, String name, Map<String, String> labels) {
  ConfComment {
    labels = Map.copyOf(labels);
  }

  /** One that says nothing else. */
  ConfComment(Dialect dialect, String name) {
    this(dialect, name, Map.of());
  }

  /** The ways of writing a name, the strongest first: of two in one block the stronger counts. */
  enum Dialect {
    /** {@code # friendly_name = X}: MindFlavor's prometheus_wireguard_exporter. */
    FRIENDLY_NAME,
    /** {@code # friendly_json = {…}}: the same. */
    FRIENDLY_JSON,
    /** {@code #Name# = X}: WGDashboard. */
    WGDASHBOARD,
    /** {@code # Name = X}: by hand, and {@code #+Name = X}: wg-meta. */
    NAME,
    /** {@code # Client: X (ID)}: wg-easy. */
    WG_EASY,
    /** {@code ### begin X ###}: PiVPN. */
    PIVPN,
    /** {@code # BEGIN_PEER X}: Nyr's wireguard-install. */
    BEGIN_PEER,
    /** {@code ### Client X}: angristan's wireguard-install. */
    CLIENT,
    /** {@code # Name: X}: wireguard-ui. */
    WIREGUARD_UI,
    /** Any other single comment beside {@code [Peer]}. */
    PLAIN;

    /** Whether it stands within the block; the others stand before {@code [Peer]}. */
    boolean isWithin() {
      return switch (this) {
        case FRIENDLY_NAME, FRIENDLY_JSON, WGDASHBOARD, NAME -> true;
        case WG_EASY, PIVPN, BEGIN_PEER, CLIENT, WIREGUARD_UI, PLAIN -> false;
      };
    }
  }

  /** Longer comments are prose. */
  private static final int MAX_LENGTH = 1_024;

  /** What wireguard-ui says besides the name. */
  private static final Set<String> OTHER_FIELDS =
      Set.of("id", "email", "telegram", "created at", "update at", "updated at", "endpoint");

  /**
   * @param line begins with {@code #}
   * @return absent if it names nobody, and of a line that holds a key
   */
  static @Nullable ConfComment of(Lines line) {
    ConfComment json = FriendlyJson.of(line);
    if (json != null || line.length() > MAX_LENGTH || line.keyWithin(0)) {
      return json;
    }
    String whole = line.text(0, line.length());
    String text = whole.replaceFirst("^#+", "");
    return of(whole.length() - text.length(), text.strip());
  }

  /** By hand rather than by patterns, which a hostile line could keep busy. */
  private static @Nullable ConfComment of(int hashes, String text) {
    String small = text.toLowerCase(Locale.ROOT);
    int equals = text.indexOf('=');
    if (equals >= 0) {
      Dialect dialect =
          switch (small.substring(0, equals).strip()) {
            case "friendly_name" -> Dialect.FRIENDLY_NAME;
            case "name#" -> Dialect.WGDASHBOARD;
            case "name", "+name", "+ name" -> Dialect.NAME;
            default -> null;
          };
      if (dialect != null) {
        return named(dialect, text.substring(equals + 1));
      }
    }
    if (hashes == 1 && small.startsWith("client:")) {
      return named(Dialect.WG_EASY, withoutId(text.substring("client:".length())));
    } else if (hashes >= 3 && small.startsWith("begin ") && text.endsWith("###")) {
      return named(Dialect.PIVPN, bare(text.substring("begin ".length())));
    } else if (small.startsWith("begin_peer ")) {
      return named(Dialect.BEGIN_PEER, text.substring("begin_peer ".length()));
    } else if (hashes >= 2 && small.startsWith("client ")) {
      return named(Dialect.CLIENT, text.substring("client ".length()));
    } else if (small.startsWith("name:")) {
      return named(Dialect.WIREGUARD_UI, text.substring("name:".length()));
    }
    return isNoName(text, small) ? null : plain(text);
  }

  /** The id is a UUID up to version 14 and a number since; a name may end in brackets, too. */
  private static String withoutId(String text) {
    int open = text.lastIndexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      return text;
    }
    String id = text.substring(open + 1, text.length() - 1);
    boolean uuid =
        id.length() == 36 && id.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '-');
    boolean number =
        !id.isEmpty() && id.length() < 10 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    return uuid || number ? text.substring(0, open) : text;
  }

  /** Settings that somebody has commented out, and the ends and headings of blocks. */
  private static boolean isNoName(String text, String small) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return text.startsWith("[")
        || (small.startsWith("end ") && text.endsWith("###"))
        || small.startsWith("end_peer")
        || (colon > 0 && OTHER_FIELDS.contains(small.substring(0, colon).strip()))
        || (equals > 0
            && text.substring(0, equals).strip().chars().allMatch(Character::isLetterOrDigit));
  }

  /** A comment after something else on its line. */
  static @Nullable ConfComment after(Lines line, int hash) {
    return hash < 0 || line.length() - hash > MAX_LENGTH || line.keyWithin(hash)
        ? null
        : plain(line.text(hash, line.length()));
  }

  private static @Nullable ConfComment plain(String text) {
    String bare = bare(text);
    return bare.codePoints().anyMatch(Character::isLetterOrDigit)
        ? named(Dialect.PLAIN, bare)
        : null;
  }

  /** Without the rules that people draw around a comment. */
  private static String bare(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isRule(text.charAt(from))) {
      from++;
    }
    while (to > from && isRule(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isRule(char c) {
    return "#=-*~_ \t".indexOf(c) >= 0;
  }

  private static @Nullable ConfComment named(Dialect dialect, String text) {
    String name = DisplayName.clean(text);
    return name == null ? null : new ConfComment(dialect, name);
  }
}
