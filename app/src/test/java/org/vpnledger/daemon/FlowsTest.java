package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.flow.ipfix.IpfixReader;
import org.vpnledger.flow.sql.Dataset;
import org.vpnledger.flow.sql.Format;
import org.vpnledger.flow.sql.Rollup;
import org.vpnledger.flow.sql.Sealing;
import org.vpnledger.vpn.Address;

/**
 * The questions about the flow log, over a small one: an hour rolled up, one not, one still open.
 */
class FlowsTest {
  private static final String ALICE = "QUxJQ0VBTElDRUFMSUNFQUxJQ0VBTElDRUFMSUNFQUE=";
  private static final String ALAN = "QUxBTkFMQU5BTEFOQUxBTkFMQU5BTEFOQUxBTkFMQU4=";
  private static final String NOBODY = "Tk9CT0RZTk9CT0RZTk9CT0RZTk9CT0RZTk9CT0RZTk8=";

  @TempDir static Path folder;
  private static Path root;
  private static long next = 1_774_749_600_000_000_001L;
  private Prompt user;

  @BeforeEach
  void ask() {
    user = new Prompt(folder).at("2026-03-29T05:30:00Z");
  }

  /** Once for all: questions change nothing. */
  @BeforeAll
  static void write_the_flow_log() throws IOException {
    root = folder.resolve("data/flow");
    seal(
        Dataset.FLOWS,
        Format.PARQUET,
        flow(
            "03:10:00",
            ALICE,
            "Alice",
            true,
            6,
            "10.8.0.2",
            40001,
            "198.51.100.7",
            443,
            "www.example.com",
            90,
            12_000),
        flow(
            "03:10:01",
            ALICE,
            "Alice",
            false,
            6,
            "10.8.0.2",
            40001,
            "198.51.100.7",
            443,
            "www.example.com",
            800,
            1_150_000),
        flow("03:11:00", ALICE, "Alice", true, 17, "10.8.0.2", 50001, "10.8.0.1", 53, "", 3, 210),
        flow(
            "03:12:00",
            ALAN,
            "\"Alan, \"\"Al\"\"\"",
            true,
            6,
            "10.8.0.3",
            40002,
            "2001:db8:0:0:0:0:0:5",
            22,
            "git.example.net",
            40,
            9_000));
    Rollup.rollUp(root.resolve("flows/gateway=gw1/date=2026-03-29/hour=03"));
    seal(
        Dataset.FLOWS,
        Format.CSV_ZSTD,
        flow(
            "04:10:00",
            ALAN,
            "\"Alan, \"\"Al\"\"\"",
            false,
            6,
            "10.8.0.3",
            40003,
            "203.0.113.80",
            8080,
            "cdn.example.com",
            70,
            80_000),
        flow(
            "04:30:00",
            NOBODY,
            "",
            true,
            1,
            "10.8.0.9",
            -1,
            "198.51.100.7",
            2048,
            "=cmd()",
            2,
            168));
    journal(
        Dataset.FLOWS,
        flow(
            "05:20:00",
            ALICE,
            "Alice P.",
            true,
            6,
            "10.8.0.2",
            40009,
            "198.51.100.9",
            443,
            "www.example.com",
            10,
            2_000));
    long asked = ns("03:09:59");
    journal(
        Dataset.DNS,
        asked
            + ",gw1,wg0,"
            + ALICE
            + ",Alice,10.8.0.2,10.8.0.1,www.example.com,A,NOERROR,198.51.100.7,60",
        (asked + 1)
            + ",gw1,wg0,"
            + ALICE
            + ",Alice,10.8.0.2,10.8.0.1,www.example.com,A,NOERROR,198.51.100.7 198.51.100.9,60",
        (asked + 2)
            + ",gw1,wg0,"
            + ALAN
            + ",Alan,10.8.0.3,10.8.0.1,nope.example.net,AAAA,NXDOMAIN,,");
  }

  private static long ns(String time) {
    return Instant.parse("2026-03-29T" + time + "Z").getEpochSecond() * 1_000_000_000L;
  }

  private static String flow(
      String time,
      String peer,
      String name,
      boolean rx,
      int protocol,
      String inside,
      int client,
      String outside,
      int port,
      String host,
      long packets,
      long bytes) {
    String in = inside + "," + (client < 0 ? "" : client);
    String out = outside + "," + port;
    return "%d,%d,gw1,wg0,%s,%s,%s,%d,%s,%s,%s,%d,%d,%d"
        .formatted(
            ns(time),
            ns(time) + 2_000_000_000L,
            peer,
            name,
            rx ? "rx" : "tx",
            protocol,
            rx ? in : out,
            rx ? out : in,
            host,
            packets,
            bytes,
            protocol == 6 ? 27 : 0);
  }

  private static Path journal(Dataset dataset, String... lines) throws IOException {
    Path open = Files.createDirectories(root.resolve("open"));
    Path file = open.resolve(dataset.folder() + "-" + next++ + ".csv");
    return Files.writeString(file, dataset.header() + "\n" + String.join("\n", lines) + "\n");
  }

  private static void seal(Dataset dataset, Format format, String... lines) throws IOException {
    new Sealing(root).seal(journal(dataset, lines), dataset, format, Map.of());
  }

  private String output(String... command) {
    Prompt.Answer answer = user.run(command);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    return answer.out();
  }

  private String failure(int code, String... command) {
    Prompt.Answer answer = user.run(command);
    assertThat(answer.code()).as(answer.err()).isEqualTo(code);
    assertThat(answer.err().lines()).hasSize(1);
    return answer.err();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flows top",
        "flows top --by host",
        "flows top --by address",
        "flows top --by port",
        "flows top --by protocol",
        "flows top --from 2026-03-29T03:10:30Z --to 2026-03-29T04:10:30Z",
        "flows talkers",
        "flows dns",
        "flows dns NOPE",
        "flows peer alice",
        "flows host example.com",
        "flows port 443",
        "flows search 198.51.100.7",
        "flows search 198.51.100.0/24",
        "flows search 2001:db8::/32",
        "flows search AN, -n 1",
      })
  void questions_are_answered_in_every_form(String command) throws IOException {
    String name = command.replaceAll("[^A-Za-z0-9]+", "-");
    String[] words = command.split(" ");
    GoldenFile.expect(name + ".txt", output(words));
    GoldenFile.expect(name + ".csv", output((command + " --csv").split(" ")));
    String json = output((command + " --json").split(" "));
    GoldenFile.expect(name + ".json", json);
    assertThat(fields(json)).isNotEmpty().isSubsetOf(documented());
    user.with("VPNLEDGER_COLUMNS", "80").with("NO_COLOR", "1");
    assertThat(output(words).lines())
        .isNotEmpty()
        .allMatch(line -> line.length() <= 80, "80 columns");
  }

  @Test
  void sql_is_answered_under_the_names_that_it_gives() {
    assertThat(
            output(
                "flows",
                "sql",
                "SELECT name, sum(bytes) AS \"all bytes\" FROM flows GROUP BY ALL ORDER BY 2 DESC LIMIT 1"))
        .isEqualTo("NAME   ALL BYTES\nAlice    1162210\n");
    assertThat(
            output("flows", "sql", "SELECT started, ended FROM flows ORDER BY 1 LIMIT 1", "--csv"))
        .isEqualTo("started,ended\n2026-03-29T05:10:00+02:00,2026-03-29T05:10:02+02:00\n");
    assertThat(output("flows", "sql", "SELECT sum(flows) AS n FROM hours", "--json"))
        .isEqualTo("[\n{\"n\":7}\n]\n");
  }

  @Test
  void answers_are_written_as_parquet() {
    Path file = folder.resolve("it's.parquet");
    assertThat(output("flows", "search", "example", "--parquet", file.toString()))
        .isEqualTo("5 rows written to " + file + "\n");
    assertThat(file).isNotEmptyFile();
    assertThat(failure(1, "flows", "top", "--parquet", "/proc/none/x.parquet"))
        .contains("/proc/none");
  }

  @Test
  void a_name_of_several_peers_is_an_error_that_lists_them() {
    assertThat(failure(1, "flows", "peer", "al"))
        .contains(
            "'al' matches 2 peers", "Alan, \"Al\" (" + ALAN + ")", "Alice P. (" + ALICE + ")");
    assertThat(failure(1, "flows", "peer", "bob")).contains("no peer matches 'bob'", "Alice P.");
    assertThat(failure(1, "flows", "peer", "bob", "--to", "2026-01-01"))
        .contains("no peer has flows");
    assertThat(output("flows", "peer", NOBODY)).contains("=cmd()");
  }

  @Test
  void flows_of_segments_and_journals_reach_a_collector_field_by_field() throws Exception {
    List<String> sent = new ArrayList<>();
    try (DatagramSocket collector = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String target = "udp://127.0.0.1:" + collector.getLocalPort();
      String flows =
          output("flows", "sql", "SELECT count(*) FROM flows", "--csv").lines().toList().get(1);
      assertThat(output("flows", "export", target))
          .isEqualTo(flows + " flows sent to " + target + "\n");
      collector.setSoTimeout(500);
      IpfixReader reader = new IpfixReader();
      DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
      try {
        while (true) {
          collector.receive(packet);
          ByteBuffer message = ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice();
          reader.read(message).records().forEach(record -> sent.add(exported(record)));
        }
      } catch (SocketTimeoutException e) {
        // That was the last.
      }
    }
    assertThat(sent)
        .containsExactlyInAnyOrderElementsOf(
            output(
                    "flows",
                    "sql",
                    "SELECT protocol, src, coalesce(src_port, 0), dst, coalesce(dst_port, 0),"
                        + " packets, bytes FROM flows",
                    "--csv")
                .lines()
                .skip(1)
                .toList());
  }

  /** Protocol, addresses with their ports, packets, bytes; of ICMP its type is in the port. */
  private static String exported(Map<Integer, String> record) {
    String src = record.getOrDefault(8, record.getOrDefault(27, ""));
    String dst = record.getOrDefault(12, record.getOrDefault(28, ""));
    String icmp = record.getOrDefault(32, record.getOrDefault(139, "0"));
    return String.join(
        ",",
        record.get(4),
        Objects.requireNonNull(Address.parse(src)).toString(),
        record.getOrDefault(7, "0"),
        Objects.requireNonNull(Address.parse(dst)).toString(),
        record.getOrDefault(11, icmp),
        record.get(2),
        record.get(1));
  }

  @Test
  void with_a_store_it_says_where_the_rest_is_and_what_it_lacks() {
    user.with("VPNLEDGER_FLOW_S3_BUCKET", "vpn-flows")
        .with("VPNLEDGER_FLOW_S3_ENDPOINT", "http://127.0.0.1:1");
    assertThat(user.run("flows", "top").err()).contains("whole hours are counted at most");
    assertThat(failure(1, "flows", "top", "--from-store")).contains("no credentials");
    user.with("AWS_ACCESS_KEY_ID", "key").with("AWS_SECRET_ACCESS_KEY", "secret");
    assertThat(failure(1, "flows", "top", "--from-store")).contains("nobody listens there");
    assertThat(failure(2, "flows", "top", "--from-store", "--fetch-mb", "0"))
        .contains("--fetch-mb needs a number");
    assertThat(output("flows", "top", "--flow-dir", root.toString())).contains("Alice");
  }

  @Test
  void the_flow_logs_folder_is_that_of_the_settings() {
    user.with("VPNLEDGER_FLOW_FOLDER", folder.resolve("elsewhere").toString());
    assertThat(failure(1, "flows", "top")).contains("elsewhere: no flows are logged here");
    assertThat(failure(1, "flows", "top", "--from-store")).contains("no store is configured");
  }

  @Test
  void without_a_flow_log_it_says_how_to_have_one() {
    assertThat(failure(1, "flows", "top", "--flow-dir", folder.resolve("none").toString()))
        .contains("[flow]", "enabled = true", "run --flows");
  }

  @Test
  void mistakes_get_one_line() {
    assertThat(failure(2, "flows", "port", "70000")).contains("0 to 65535");
    assertThat(failure(2, "flows", "top", "-n", "0")).contains("-n needs a number from 1");
    assertThat(failure(2, "flows", "search", "")).contains("something to look for");
    assertThat(failure(1, "flows", "sql", "COPY flows TO '/tmp/x'")).contains("one SELECT");
    assertThat(failure(1, "flows", "sql", "SELECT * FROM read_text('/etc/passwd')"))
        .contains("/etc/passwd");
    assertThat(failure(2, "flows", "top", "--last", "1d", "--from", "2026-01-01"))
        .contains("exclude");
  }

  @Test
  void a_damaged_file_is_named_and_the_rest_is_answered() throws IOException {
    Path damaged = root.resolve("flows/gateway=gw1/date=2026-03-29/hour=04/7.parquet");
    Files.writeString(damaged, "nothing");
    Prompt.Answer answer = user.run("flows", "sql", "SELECT count(*) FROM flows");
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("7");
    assertThat(answer.err())
        .isEqualTo("vpnledger: " + damaged + ": is damaged, its rows are missing here\n");
    Files.delete(damaged);
  }

  private static final Pattern FIELD = Pattern.compile("(?m)^\\| `([a-z_0-9]+)` \\|");

  private static List<String> documented() throws IOException {
    List<String> names = new ArrayList<>();
    Matcher matcher = FIELD.matcher(Files.readString(Path.of("../docs/fields.md")));
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static List<String> fields(String json) {
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile("[{,]\"([a-z_]+)\":").matcher(json);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
