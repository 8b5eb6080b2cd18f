package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.config.Settings;
import org.vpnledger.ledger.TunnelState;
import org.vpnledger.live.Snapshot;
import org.vpnledger.source.Source;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.TunnelId;

/** When a daemon says that it is ready, it is, for whoever asks then. */
@Timeout(30)
class ReadinessTest {
  private static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

  /** A source without any tunnel. */
  private record Empty(String name) implements Source {
    @Override
    public List<Observation> poll() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @TempDir Path temporary;

  @Test
  void health_knows_that_it_is_ready_before_anybody_is_told() throws InterruptedException {
    assertThat(untilReady().whetherReady).containsExactly(true);
  }

  @Test
  void an_openvpn_server_that_is_configured_no_more_is_gone_by_then() throws InterruptedException {
    Folders folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
    TunnelId office = new TunnelId("office", "office");
    try (Recorder before = folders.recorder()) {
      before.observe(
          List.of(new Observation.Read(office, before.now(), Device.OPENVPN, List.of())));
      assertThat(before.state().tunnel(office).present()).isTrue();
    }
    assertThat(untilReady().present).isEmpty();
  }

  private Told untilReady() throws InterruptedException {
    Folders folders = new Folders(temporary.resolve("data"), temporary.resolve("log"), START);
    Settings settings = folders.settings();
    List<Source> sources = List.of(new Empty("empty"));
    Recorder recorder = folders.recorder();
    Publisher publisher =
        new Publisher(settings, sources, new Whereabouts(), () -> null, recorder.now());
    Told told = new Told(publisher);
    try (Supervision supervision = Supervision.of(Map.of())) {
      Daemon daemon =
          new Daemon(
              settings,
              sources,
              recorder,
              List.of(),
              publisher,
              new Console(new PrintStream(told, true, StandardCharsets.UTF_8), "vpnledger"),
              supervision);
      told.ends = daemon;
      daemon.run();
    }
    return told;
  }

  /** Reads what the daemon says, and asks when it says that it is ready. */
  private static final class Told extends ByteArrayOutputStream {
    private final Publisher publisher;
    private final List<Boolean> whetherReady = new ArrayList<>();
    private final List<TunnelId> present = new ArrayList<>();
    private @Nullable Daemon ends;

    Told(Publisher publisher) {
      this.publisher = publisher;
    }

    @Override
    public void flush() {
      if (ends != null
          && whetherReady.isEmpty()
          && toString(StandardCharsets.UTF_8).contains("ready  ")) {
        Snapshot latest = publisher.latest();
        whetherReady.add(latest != null && latest.ready());
        if (latest != null) {
          latest.state().tunnels().values().stream()
              .filter(TunnelState::present)
              .forEach(tunnel -> present.add(tunnel.id()));
        }
        ends.stop();
      }
    }
  }
}
