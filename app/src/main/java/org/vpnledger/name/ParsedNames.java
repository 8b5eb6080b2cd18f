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
 * @param labels what else it says of peers, by public key and label
 * @param leftOut clients without a valid public key or without a name
 */
public record ParsedNames(
    NameFormat format,
    Map<PeerKey, String> names,
    Map<PeerKey, Map<String, String>> labels,
    int leftOut) {
  public ParsedNames {
    names = Map.copyOf(names);
    labels = Map.copyOf(labels);
  }

  /** Of a format that has nothing but names. */
  public ParsedNames(NameFormat format, Map<PeerKey, String> names, int leftOut) {
    this(format, names, Map.of(), leftOut);
  }

  /** Takes clients one after the other. */
  public static final class Collector {
    private final Map<PeerKey, String> names = new LinkedHashMap<>();
    private final Map<PeerKey, Map<String, String>> labels = new LinkedHashMap<>();
    private int leftOut;

    /** The same with what else is said of the client. */
    void add(@Nullable String key, String name, Map<String, String> more) {
      boolean known = key != null && names.containsKey(new PeerKey(key));
      add(key, name);
      if (!more.isEmpty() && key != null && !known && names.containsKey(new PeerKey(key))) {
        labels.put(new PeerKey(key), Map.copyOf(more));
      }
    }

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
      return new ParsedNames(format, names, labels, leftOut);
    }
  }
}
