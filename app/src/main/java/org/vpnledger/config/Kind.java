package org.vpnledger.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Network;

/**
 * Which values a key takes. A value comes as TOML has it: a {@code String}, {@code Long}, {@code
 * Boolean}, a {@code List} of those, or anything else, which no kind takes.
 *
 * @param <T> what it becomes
 */
sealed interface Kind<T> {
  /** Completes "expected …". */
  String expected();

  /**
   * Reads a value.
   *
   * @param base to which a relative path belongs
   * @return absent if it is not what is expected
   */
  @Nullable T read(Object value, Path base);

  /** Reads the text of a variable or a flag. */
  default @Nullable T readText(String text, Path base) {
    return read(text, base);
  }

  /** As it stands in TOML. */
  String toToml(T value);

  /** One line of text. */
  record Text(String expected, Pattern pattern) implements Kind<String> {
    @Override
    public @Nullable String read(Object value, Path base) {
      return value instanceof String text && pattern.matcher(text).matches() ? text : null;
    }

    @Override
    public String toToml(String value) {
      return TomlText.quoted(value);
    }
  }

  /** A time zone with rules, or a fixed offset. */
  record Zone() implements Kind<ZoneId> {
    @Override
    public String expected() {
      return "a time zone such as \"Europe/Berlin\"";
    }

    @Override
    public @Nullable ZoneId read(Object value, Path base) {
      try {
        return value instanceof String text ? ZoneId.of(text) : null;
      } catch (DateTimeException e) {
        return null;
      }
    }

    @Override
    public String toToml(ZoneId value) {
      return TomlText.quoted(value.getId());
    }
  }

  /** A file or folder; becomes absolute. */
  record Location() implements Kind<Path> {
    @Override
    public String expected() {
      return "a path";
    }

    @Override
    public @Nullable Path read(Object value, Path base) {
      try {
        return value instanceof String text && !text.isBlank()
            ? base.resolve(text).normalize()
            : null;
      } catch (InvalidPathException e) {
        return null;
      }
    }

    @Override
    public String toToml(Path value) {
      return TomlText.quoted(value.toString());
    }
  }

  /** A file or folder that may also be left out, by an empty text. */
  record MaybeLocation() implements Kind<Optional<Path>> {
    @Override
    public String expected() {
      return "a path, or \"\" for none";
    }

    @Override
    @SuppressWarnings("NullableOptional") // empty is a value; absent is a mistake
    public @Nullable Optional<Path> read(Object value, Path base) {
      if (value instanceof String text && text.isEmpty()) {
        return Optional.empty();
      }
      Path path = new Location().read(value, base);
      return path == null ? null : Optional.of(path);
    }

    @Override
    public String toToml(Optional<Path> value) {
      return TomlText.quoted(value.map(Path::toString).orElse(""));
    }
  }

  /** Where a program listens: a Unix socket's path, or an address and port. */
  record Socket() implements Kind<SocketAddress> {
    private static final Pattern INTERNET =
        Pattern.compile("(\\[[0-9A-Fa-f:.%]{2,60}\\]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})");
    private static final int LONGEST_PATH = 107; // of sockaddr_un, without its zero
    private static final int HIGHEST_PORT = 65_535;

    @Override
    public String expected() {
      return "ADDRESS:PORT, or a Unix socket as unix:/PATH";
    }

    @Override
    public @Nullable SocketAddress read(Object value, Path base) {
      if (!(value instanceof String text)) {
        return null;
      }
      String path = text.startsWith("unix:") ? text.substring("unix:".length()) : text;
      if (path.startsWith("/") || text.startsWith("unix:")) {
        Path absolute = new Location().read(path, base);
        return absolute == null || absolute.toString().getBytes(UTF_8).length > LONGEST_PATH
            ? null
            : UnixDomainSocketAddress.of(absolute);
      }
      Matcher internet = INTERNET.matcher(text);
      if (!internet.matches()) {
        return null;
      }
      int port = Integer.parseInt(internet.group(2));
      return port == 0 || port > HIGHEST_PORT
          ? null
          : InetSocketAddress.createUnresolved(internet.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    @Override
    public String toToml(SocketAddress value) {
      return TomlText.quoted(text(value));
    }

    /** As it is read. */
    static String text(SocketAddress value) {
      if (value instanceof InetSocketAddress internet) {
        String host = internet.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + internet.getPort();
      }
      return "unix:" + value;
    }
  }

  /** A range of addresses. */
  record Range() implements Kind<Network> {
    @Override
    public String expected() {
      return "a network as \"192.0.2.0/24\" or \"2001:db8::/32\", or an address";
    }

    @Override
    public @Nullable Network read(Object value, Path base) {
      return value instanceof String text ? Network.parse(text.strip()) : null;
    }

    @Override
    public String toToml(Network value) {
      return TomlText.quoted(value.toString());
    }
  }

  /** Several files. */
  record Locations() implements Kind<List<Path>> {
    @Override
    public String expected() {
      return "an array of paths";
    }

    @Override
    public @Nullable List<Path> read(Object value, Path base) {
      if (!(value instanceof List<?> elements)) {
        return null;
      }
      List<Path> paths = new ArrayList<>();
      for (Object element : elements) {
        Path path = new Location().read(element, base);
        if (path == null) {
          return null;
        }
        paths.add(path);
      }
      return List.copyOf(paths);
    }

    @Override
    public String toToml(List<Path> value) {
      return TomlText.array(value.stream().map(Path::toString).toList());
    }
  }

  /**
   * A whole number.
   *
   * @param unit in the plural
   */
  record Count(String unit, int min, int max) implements Kind<Integer> {
    @Override
    public String expected() {
      return "whole " + unit + " from " + min + " to " + max;
    }

    @Override
    public @Nullable Integer read(Object value, Path base) {
      return value instanceof Long number && number >= min && number <= max
          ? number.intValue()
          : null;
    }

    @Override
    public @Nullable Integer readText(String text, Path base) {
      boolean digits = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits && !text.isEmpty() ? read(Long.valueOf(text), base) : null;
    }

    @Override
    public String toToml(Integer value) {
      return value.toString();
    }
  }

  /** So many bytes: a whole number, or a text with a unit. */
  record Size(long min, long max) implements Kind<Long> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15}) ?((?:[kKMGT]|[KMGT]i)?B|)");

    /** The larger first, so that a text is as short as can be. */
    private static final Map<String, Long> UNITS = units();

    private static Map<String, Long> units() {
      Map<String, Long> units = new LinkedHashMap<>();
      units.put("TB", 1_000_000_000_000L);
      units.put("TiB", 1L << 40);
      units.put("GB", 1_000_000_000L);
      units.put("GiB", 1L << 30);
      units.put("MB", 1_000_000L);
      units.put("MiB", 1L << 20);
      units.put("kB", 1000L);
      units.put("KB", 1000L);
      units.put("KiB", 1L << 10);
      units.put("B", 1L);
      units.put("", 1L);
      return units;
    }

    @Override
    public String expected() {
      return "bytes from " + shown(min) + " to " + shown(max) + ", as \"10GB\" or \"512MiB\"";
    }

    @Override
    public @Nullable Long read(Object value, Path base) {
      return switch (value) {
        case Long bytes -> within(bytes);
        case String text -> parsed(text.strip());
        default -> null;
      };
    }

    private @Nullable Long parsed(String text) {
      Matcher matcher = TEXT.matcher(text);
      Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
      if (unit == null) {
        return null;
      }
      long number = Long.parseLong(matcher.group(1));
      return number > max / unit ? null : within(number * unit);
    }

    private @Nullable Long within(long bytes) {
      return bytes >= min && bytes <= max ? Long.valueOf(bytes) : null;
    }

    @Override
    public String toToml(Long value) {
      return TomlText.quoted(shown(value));
    }

    private static String shown(long bytes) {
      for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
        if (bytes % unit.getValue() == 0 && bytes != 0) {
          return bytes / unit.getValue() + unit.getKey();
        }
      }
      return bytes + "B";
    }
  }

  /**
   * A duration in whole seconds.
   *
   * @param dividesDay whether a day must be a multiple of it
   */
  record Seconds(int min, int max, boolean dividesDay) implements Kind<Duration> {
    private static final int DAY = 86_400;

    @Override
    public String expected() {
      return count().expected() + (dividesDay ? " that divide a day" : "");
    }

    @Override
    public @Nullable Duration read(Object value, Path base) {
      return duration(count().read(value, base));
    }

    @Override
    public @Nullable Duration readText(String text, Path base) {
      return duration(count().readText(text, base));
    }

    private Count count() {
      return new Count("seconds", min, max);
    }

    private @Nullable Duration duration(@Nullable Integer seconds) {
      return seconds == null || (dividesDay && DAY % seconds != 0)
          ? null
          : Duration.ofSeconds(seconds);
    }

    @Override
    public String toToml(Duration value) {
      return Long.toString(value.toSeconds());
    }
  }

  /** On or off. */
  record Switch() implements Kind<Boolean> {
    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public @Nullable Boolean read(Object value, Path base) {
      return value instanceof Boolean on ? on : null;
    }

    @Override
    public @Nullable Boolean readText(String text, Path base) {
      return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }

    @Override
    public String toToml(Boolean value) {
      return value.toString();
    }
  }

  /**
   * Yes, no, or for how many days: becomes those days, 0 for no.
   *
   * @param usual what yes means
   */
  record DaysOrNot(int usual, int max) implements Kind<Integer> {
    @Override
    public String expected() {
      return "true, false, or " + count().expected();
    }

    @Override
    public @Nullable Integer read(Object value, Path base) {
      return value instanceof Boolean on
          ? Integer.valueOf(on ? usual : 0)
          : count().read(value, base);
    }

    @Override
    public @Nullable Integer readText(String text, Path base) {
      Boolean on = new Switch().readText(text, base);
      return on != null ? read(on, base) : count().readText(text, base);
    }

    private Count count() {
      return new Count("days", 1, max);
    }

    @Override
    public String toToml(Integer value) {
      return value == 0 ? "false" : value.toString();
    }
  }

  /**
   * An array of texts, for which one text may stand.
   *
   * @param each what each must match
   * @param splits whether one text is several, with spaces between; then there must be one
   */
  record Words(String expected, Pattern each, boolean splits) implements Kind<List<String>> {
    @Override
    public @Nullable List<String> read(Object value, Path base) {
      List<?> elements =
          switch (value) {
            case List<?> list -> list;
            case String text when splits -> List.of(text.strip().split(" +"));
            default -> List.of(value);
          };
      List<String> words = new ArrayList<>();
      for (Object element : elements) {
        if (!(element instanceof String word) || !each.matcher(word).matches()) {
          return null;
        }
        words.add(word);
      }
      return words.isEmpty() && splits ? null : List.copyOf(words);
    }

    /** Several are divided by commas, which no word of such a key holds. */
    @Override
    public @Nullable List<String> readText(String text, Path base) {
      return read(splits ? text : List.of(text.strip().split(" *, *", -1)), base);
    }

    @Override
    public String toToml(List<String> value) {
      return TomlText.array(value);
    }
  }
}
