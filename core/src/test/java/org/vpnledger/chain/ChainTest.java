package org.vpnledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;
import org.vpnledger.vpn.TunnelId;

/** The bytes that hashes are made of never change: these are theirs. */
final class ChainTest {
  private static final Event ROAMED =
      new Event(
          EventType.ROAMED,
          new TunnelId("kernel", "wg0"),
          new PeerKey("QWxpY2VBbGljZUFsaWNlQWxpY2VBbGljZUFsaWNlQWw="),
          "Zoë \"Z\" \\ \n\u0001\u007f",
          Instant.parse("2026-01-31T12:00:00.000000001Z"),
          Instant.parse("2026-01-31T12:00:05Z"),
          Endpoint.parse("[2001:db8::1%eth0]:51820"),
          Endpoint.parse("192.0.2.7:1"),
          Instant.parse("2026-01-31T11:59:00Z"),
          null);

  @Test
  void an_event_is_one_line_of_canonical_json() {
    assertThat(EventText.of(7, ROAMED))
        .isEqualTo(
            """
            {"endpoint":"[2001:db8::1%eth0]:51820","event":"ROAMED","handshake":"1769860740.000000000",\
            "happened":"1769860800.000000001","interface":"wg0",\
            "name":"Zoë \\"Z\\" \\\\ \\n\\u0001\u007f","noticed":"1769860805.000000000",\
            "old_endpoint":"192.0.2.7:1","peer":"QWxpY2VBbGljZUFsaWNlQWxpY2VBbGljZUFsaWNlQWw=",\
            "seq":7,"source":"kernel"}\
            """);
  }

  @Test
  void what_is_absent_is_left_out() {
    Instant at = Instant.ofEpochSecond(1);
    Event event =
        new Event(EventType.STARTED, null, null, null, at, at, null, null, null, "Interval: 5s");
    assertThat(EventText.of(1, event))
        .isEqualTo(
            """
            {"detail":"Interval: 5s","event":"STARTED","happened":"1.000000000",\
            "noticed":"1.000000000","seq":1}\
            """);
  }

  /** As sha256sum has it: printf 'vpnledger audit chain 1\nid\n' | sha256sum, and so on. */
  @Test
  void links_are_what_sha256sum_makes_of_them() {
    Chain chain = new Chain();
    Link beginning = chain.beginning("id");
    assertThat(beginning.hex())
        .isEqualTo("a0fa8c89c26c8537b8429d973afe3417c8f1677d33c1164fe22737a21e72aeeb");
    assertThat(chain.next(beginning, "é").hex())
        .isEqualTo("40c58e20dfe2d1e08cbad2e35ab6f18a5770ff5871b100da235339e16ee4cf49");
  }
}
