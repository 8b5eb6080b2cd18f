package org.vpnledger.name;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.PeerKey;

/**
 * What one look at a names file gave.
 *
 * @param format which kind of file it is
 * @param names by public key; where a key is there twice, the first
 * @param leftOut clients without a valid public key or without a name
 */
public record ParsedNames(NameFormat format, Map<PeerKey, String> names, int leftOut) {
  public ParsedNames {
    names = Map.copyOf(names);
  }

  /** Takes clients one after the other. */
  public static final class Collector {
    private final Map<PeerKey, String> names = new LinkedHashMap<>();
    private int leftOut;

    /** A client; one that does not fit must not cost the others their names. */
    public void add(@Nullable String key, @Nullable String name) {
      String shown = name == null ? null : DisplayName.clean(name);
      if (key == null || !WireGuardKey.isValid(key) || shown == null) {
        leftOut++;
      } else {
        names.putIfAbsent(new PeerKey(key), shown);
      }
    }

    /** What was taken so far. */
    public ParsedNames of(NameFormat format) {
      return new ParsedNames(format, names, leftOut);
    }
  }
}
