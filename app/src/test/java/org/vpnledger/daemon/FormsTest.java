package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.json.JsonReader;
import io.avaje.json.stream.JsonStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reading command in its three forms over one small ledger. */
class FormsTest {
  private static final String STATUS = "status --all";
  private static final String USAGE_DAYS = "usage";
  private static final String USAGE_HOURS = "usage --by hour --per-peer";
  private static final String USAGE_WEEKS = "usage --by week --per-peer";
  private static final String USAGE_MONTHS = "usage --by month --per-peer";
  private static final String USAGE_PEERS = "usage --by peer";
  private static final String SESSIONS = "sessions";
  private static final String SESSIONS_THERE = "sessions --endpoint 192.0.2.1";
  private static final String SESSIONS_BY_PEER = "sessions --by peer";
  private static final String ADDRESSES = "addresses";
  private static final String EVENTS = "events";
  private static final String TOP = "top -n 2";
  private static final String EXPORT = "export";
  private static final String MACHINE = "machine";
  private static final String NAMES = "names";
  private static final String ALL_NAMES = "names --all";

  @TempDir Path folder;
  private Prompt user;

  @BeforeEach
  void write_the_ledger() {
    user = new Prompt(folder).at(SmallLedger.END.toString());
    SmallLedger.write(user.data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATUS,
        USAGE_DAYS,
        USAGE_HOURS,
        USAGE_WEEKS,
        USAGE_MONTHS,
        USAGE_PEERS,
        SESSIONS,
        SESSIONS_THERE,
        SESSIONS_BY_PEER,
        ADDRESSES,
        EVENTS,
        TOP,
        EXPORT,
        MACHINE,
        NAMES,
        ALL_NAMES,
        "usage --graph",
        "summary",
        "today",
        "client alice",
        "latest",
        "status"
      })
  void as_text(String command) {
    GoldenFile.expect(file(command, "txt"), output(command));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATUS,
        USAGE_DAYS,
        USAGE_HOURS,
        USAGE_WEEKS,
        USAGE_MONTHS,
        USAGE_PEERS,
        SESSIONS,
        SESSIONS_THERE,
        SESSIONS_BY_PEER,
        ADDRESSES,
        EVENTS,
        TOP,
        EXPORT,
        MACHINE,
        NAMES,
        ALL_NAMES
      })
  void as_csv(String command) {
    GoldenFile.expect(file(command, "csv"), output(command + " --csv"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATUS,
        USAGE_DAYS,
        USAGE_HOURS,
        USAGE_WEEKS,
        USAGE_MONTHS,
        USAGE_PEERS,
        SESSIONS,
        SESSIONS_THERE,
        SESSIONS_BY_PEER,
        ADDRESSES,
        EVENTS,
        TOP,
        EXPORT,
        MACHINE,
        NAMES,
        ALL_NAMES
      })
  void as_json_of_documented_fields(String command) throws IOException {
    String json = output(command + " --json");
    GoldenFile.expect(file(command, "json"), json);
    assertThat(fields(json)).isNotEmpty().isSubsetOf(documented());
  }

  @Test
  void without_a_daemon_nobody_is_online_for_sure() {
    assertThat(output("status"))
        .startsWith("gw1: the daemon is not running; as of 2026-03-29 05:00:00, 1 of 3 peers were");
    assertThat(output("status --json")).contains("\"online\":null").doesNotContain("\"online\":t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATUS,
        USAGE_DAYS,
        USAGE_HOURS,
        USAGE_WEEKS,
        USAGE_MONTHS,
        USAGE_PEERS,
        SESSIONS,
        SESSIONS_THERE,
        SESSIONS_BY_PEER,
        ADDRESSES,
        EVENTS,
        TOP,
        EXPORT,
        MACHINE,
        NAMES,
        ALL_NAMES,
        "usage --graph"
      })
  void tables_fit_eighty_columns(String command) {
    user.with("VPNLEDGER_COLUMNS", "80").with("NO_COLOR", "1");
    if (!command.equals(EXPORT)) { // which has no table
      // Above the table of status stands a sentence.
      assertThat(output(command).lines().skip(command.equals(STATUS) ? 1 : 0))
          .isNotEmpty()
          .allMatch(line -> line.length() <= 80, "80 columns");
    }
  }

  private static final Pattern FIELD = Pattern.compile("(?m)^\\| `([a-z_0-9]+)` \\|");

  private static Set<String> documented() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = FIELD.matcher(Files.readString(Path.of("../docs/fields.md")));
    while (matcher.find()) {
      assertThat(names.add(matcher.group(1))).as("%s is there once", matcher.group(1)).isTrue();
    }
    return names;
  }

  private static Set<String> fields(String json) {
    Set<String> names = new LinkedHashSet<>();
    try (JsonReader reader = JsonStream.builder().build().reader(json)) {
      reader.beginArray();
      while (reader.hasNextElement()) {
        reader.beginObject();
        while (reader.hasNextField()) {
          names.add(reader.nextField());
          reader.skipValue();
        }
        reader.endObject();
      }
      reader.endArray();
    }
    return names;
  }

  private static String file(String command, String form) {
    return "forms/" + command.replaceAll("[ -]+", "-") + "." + form;
  }

  private String output(String command) {
    Prompt.Answer answer = user.run(List.of(command.split(" ")).toArray(String[]::new));
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    return answer.out();
  }
}
