package org.vpnledger.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.ledger.Entry;
import org.vpnledger.ledger.EventType;
import org.vpnledger.ledger.Session;
import org.vpnledger.store.DeliveryCounts;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.PeerKey;

/** Real scripts follow a real ledger. */
@Timeout(120)
class HookTest {
  private static final PeerKey ANN = new PeerKey("Ann's key");
  private static final PeerKey BOB = new PeerKey("Bob's key");

  @TempDir Path folder;

  private HookRules rules(Duration timeout, int parallel, int attempts) {
    HookRules usual = Scripts.rules(folder);
    return new HookRules(usual.script(), usual.events(), timeout, parallel, attempts);
  }

  @Test
  void a_script_has_exactly_these_variables_nothing_to_read_and_the_root_folder_to_work_in()
      throws Exception {
    // Not what the shell adds: what it was given.
    String script =
        """
        cd %1$s
        { tr '\\0' '\\n' </proc/$$/environ | sort; echo "in $(readlink /proc/$PPID/cwd) $OLDPWD"; cat; } >all.new
        echo "not to be seen"
        mv all.new all
        """
            .formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script)) {
      scripts.commit(
          new Entry.AllowedIpsChanged(
              Scripts.WG0,
              ANN,
              List.of("10.0.0.2/32", "fd00::2/128", "10.1.0.0/16"),
              Scripts.NOW.minusSeconds(600)),
          new Entry.SessionSaved(
              Scripts.WG0,
              ANN,
              new Session(
                  1,
                  Scripts.NOW.minusSeconds(90),
                  Scripts.NOW.minusSeconds(89),
                  Scripts.NOW,
                  Scripts.NOW.plusSeconds(1),
                  Scripts.HOME,
                  new Counters(12, 34))),
          new Entry.Happened(Scripts.event(EventType.OFFLINE, ANN, "Ann's laptop")));
      scripts.untilNothingWaits();
      List<String> lines = scripts.lines("all");
      assertThat(lines.getFirst()).isEqualTo("LANG=C.UTF-8");
      assertThat(lines).anyMatch(line -> line.matches("PEER_RUN=[0-9a-f-]{36}"));
      assertThat(lines)
          .filteredOn(line -> !line.startsWith("PEER_RUN") && !line.startsWith("in "))
          .containsExactly(
              "LANG=C.UTF-8",
              "PATH=/usr/bin:/usr/sbin:/bin:/sbin",
              "PEER_ALLOWED_IPS=10.0.0.2, fd00::2",
              "PEER_ATTEMPT=1",
              "PEER_ENDPOINT=192.0.2.1:51820",
              "PEER_EVENT=OFFLINE",
              "PEER_GATEWAY=gw1",
              "PEER_HANDSHAKE=1780308000",
              "PEER_HAPPENED=1780308000",
              "PEER_IFACE=wg0",
              "PEER_NAME=Ann's laptop",
              "PEER_NOTICED=1780308001",
              "PEER_ONLINE=0",
              "PEER_PUBKEY=Ann's key",
              "PEER_RX_BYTES=12",
              "PEER_SEQ=1",
              "PEER_SESSION_SECONDS=90",
              "PEER_TUNNEL_SOURCE=kernel",
              "PEER_TX_BYTES=34");
      assertThat(lines.getLast()).startsWith("in ").endsWith(" /");
    }
  }

  @Test
  void it_runs_for_the_events_that_were_asked_for_and_begins_with_those_after_it_was_enabled()
      throws Exception {
    try (Scripts scripts =
        Scripts.in(folder, "echo $PEER_SEQ $PEER_EVENT >>%s/ran\n".formatted(folder))) {
      scripts.happen(EventType.ADDED, ANN);
      scripts.happen(EventType.ONLINE, ANN);
      scripts.happen(EventType.ROAMED, ANN);
      scripts.untilNothingWaits();
      HookRules usual = Scripts.rules(folder);
      scripts.end();
      scripts.happen(EventType.OFFLINE, ANN);
      scripts.happen(EventType.ROAMED, ANN);
      scripts.begin(
          new HookRules(
              usual.script(),
              Set.of(EventType.OFFLINE, EventType.ROAMED),
              usual.timeout(),
              usual.parallel(),
              usual.attempts()));
      scripts.untilNothingWaits();
      assertThat(scripts.lines("ran"))
          .startsWith("2 ONLINE", "4 OFFLINE")
          .contains("5 ROAMED")
          .doesNotContain("1 ADDED");
    }
  }

  @Test
  void a_peers_runs_follow_each_other_in_order_while_those_of_others_go_on_beside_them()
      throws Exception {
    String script =
        """
        echo "begin $PEER_PUBKEY $PEER_SEQ" >>%1$s/ran
        sleep 0.1
        echo "end $PEER_PUBKEY $PEER_SEQ" >>%1$s/ran
        """
            .formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script)) {
      for (int round = 0; round < 5; round++) {
        scripts.happen(EventType.ONLINE, ANN, BOB);
        scripts.happen(EventType.OFFLINE, ANN, BOB);
      }
      scripts.untilNothingWaits();
      List<String> ann = scripts.lines("ran").stream().filter(l -> l.contains("Ann")).toList();
      assertThat(ann)
          .containsExactlyElementsOf(
              IntStream.range(0, 10)
                  .mapToObj(n -> 2 * n + 1)
                  .flatMap(
                      seq -> List.of("begin Ann's key " + seq, "end Ann's key " + seq).stream())
                  .toList());
      assertThat(scripts.lines("ran").subList(0, 2))
          .containsExactlyInAnyOrder("begin Ann's key 1", "begin Bob's key 2");
    }
  }

  @Test
  void a_slow_script_keeps_nobody_waiting_who_catches_up_or_commits() throws Exception {
    try (Scripts scripts = Scripts.in(folder, "touch %s/begun\nsleep 600\n".formatted(folder))) {
      scripts.happen(EventType.ONLINE, ANN);
      scripts.until(() -> Files.exists(folder.resolve("begun")));
      for (int n = 0; n < 100; n++) {
        scripts.happen(EventType.ONLINE, Scripts.peer(n));
        assertThat(scripts.catchUp()).isLessThan(Duration.ofSeconds(1));
      }
      assertThat(scripts.counts().waiting()).isEqualTo(101); // the script is still asleep
    }
  }

  @Test
  void a_run_that_fails_is_tried_again_before_later_events_of_its_peer_and_then_given_up()
      throws Exception {
    String script =
        """
        echo "$PEER_PUBKEY $PEER_SEQ $PEER_ATTEMPT" >>%s/ran
        case $PEER_SEQ.$PEER_ATTEMPT in 1.*) echo why >&2; exit 3 ;; 2.1) exit 1 ;; esac
        """
            .formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script)) {
      scripts.happen(EventType.ONLINE, ANN, BOB);
      scripts.happen(EventType.OFFLINE, ANN, BOB);
      scripts.untilNothingWaits();
      assertThat(scripts.lines("ran"))
          .filteredOn(line -> line.startsWith("Ann"))
          .containsExactly("Ann's key 1 1", "Ann's key 1 2", "Ann's key 1 3", "Ann's key 3 1");
      assertThat(scripts.lines("ran"))
          .filteredOn(line -> line.startsWith("Bob"))
          .containsExactly("Bob's key 2 1", "Bob's key 2 2", "Bob's key 4 1");
      assertThat(scripts.counts()).isEqualTo(new DeliveryCounts(0, 3, 3, 1));
    }
  }

  @Test
  void what_takes_too_long_is_killed_with_all_children_however_they_hide() throws Exception {
    String script =
        """
        trap '' TERM HUP INT
        child='trap "" TERM HUP INT; echo $$ >>%1$s/pids; sleep 600; true'
        sh -c "$child" &
        (sh -c "$child" &)
        (setsid sh -c "$child" &)
        (env -i sh -c "$child" &)
        setsid env -i sh -c "$child" &
        echo $$ >>%1$s/pids
        while :; do sleep 600; done
        """
            .formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script, rules(Duration.ofSeconds(2), 16, 1))) {
      scripts.happen(EventType.ONLINE, ANN);
      scripts.until(() -> scripts.lines("pids").size() == 6);
      assertThat(scripts.lines("pids")).allMatch(HookTest::isAlive);
      scripts.untilNothingWaits();
      assertThat(scripts.lines("pids")).noneMatch(HookTest::isAlive);
      assertThat(scripts.counts().failed()).isEqualTo(1);
    }
  }

  private static boolean isAlive(String pid) {
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void what_runs_when_the_daemon_stops_is_ended_and_run_again_at_the_next_start() throws Exception {
    String script =
        """
        echo $$ >>%1$s/pids
        test -e %1$s/fast || sleep 600
        echo "$PEER_SEQ $PEER_ATTEMPT" >>%1$s/ran
        """
            .formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script)) {
      scripts.happen(EventType.ONLINE, ANN, BOB);
      scripts.until(() -> scripts.lines("pids").size() == 2);
      scripts.end();
      assertThat(scripts.lines("pids")).noneMatch(HookTest::isAlive);
      Files.createFile(folder.resolve("fast"));
      scripts.begin(Scripts.rules(folder));
      scripts.untilNothingWaits();
      assertThat(scripts.lines("ran")).containsExactlyInAnyOrder("1 1", "2 1");
    }
  }

  @Test
  void after_a_crash_nothing_is_lost_and_what_was_written_down_is_not_repeated() throws Exception {
    String script = "sleep 0.02\necho $PEER_SEQ >>%s/ran\n".formatted(folder);
    PeerKey[] peers = IntStream.range(0, 200).mapToObj(Scripts::peer).toArray(PeerKey[]::new);
    try (Scripts scripts = Scripts.in(folder, script)) {
      scripts.happen(EventType.ONLINE, peers);
      scripts.until(() -> scripts.counts().delivered() >= 50);
      Hook crashed = scripts.begin(Scripts.rules(folder)); // the one before wrote nothing more
      assertThat(crashed).isNotNull();
      scripts.untilNothingWaits();
      assertThat(new HashSet<>(scripts.lines("ran"))).hasSize(200);
      assertThat(scripts.counts().delivered()).isEqualTo(200);
    }
  }

  @Test
  void a_script_that_others_may_change_is_not_run_and_costs_no_attempt() throws Exception {
    try (Scripts scripts =
        Scripts.in(folder, "echo $PEER_SEQ $PEER_ATTEMPT >>%s/ran\n".formatted(folder))) {
      Path script = folder.resolve("script");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
      scripts.happen(EventType.ONLINE, ANN);
      for (int n = 0; n < 5; n++) {
        assertThatThrownBy(scripts::catchUp)
            .isInstanceOf(IOException.class)
            .hasMessage(
                "%s may be written by others than its owner (mode 777): chmod go-w %s, or put the script elsewhere",
                script, script);
      }
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      scripts.untilNothingWaits();
      assertThat(scripts.lines("ran")).containsExactly("1 1");
    }
  }

  @Test
  void a_script_that_may_not_be_run_is_told_before_anything_happens() throws Exception {
    try (Scripts scripts = Scripts.in(folder, "")) {
      Path script = folder.resolve("script");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
      for (int n = 0; n < 2; n++) {
        assertThatThrownBy(scripts::catchUp)
            .hasMessage("%s is not executable: chmod +x %s", script, script);
      }
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThat(scripts.catchUp()).isPositive();
    }
  }

  @Test
  void what_cannot_be_started_fails_as_any_run_does() throws Exception {
    try (Scripts scripts = Scripts.in(folder, "")) {
      Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
      scripts.happen(EventType.ONLINE, ANN);
      scripts.untilNothingWaits();
      assertThat(scripts.counts()).isEqualTo(new DeliveryCounts(0, 0, 2, 1));
    }
  }

  @Test
  void a_child_left_in_the_background_keeps_no_run_from_ending() throws Exception {
    String script = "sleep 600 &\necho $! >>%1$s/pids\n".formatted(folder);
    try (Scripts scripts = Scripts.in(folder, script)) {
      scripts.happen(EventType.ONLINE, ANN);
      scripts.untilNothingWaits();
      assertThat(scripts.counts().delivered()).isEqualTo(1);
      String left = scripts.lines("pids").getFirst();
      assertThat(isAlive(left)).isTrue();
      ProcessHandle.of(Long.parseLong(left)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
