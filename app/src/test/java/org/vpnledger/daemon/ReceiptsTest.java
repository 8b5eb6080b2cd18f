package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.source.Source;
import org.vpnledger.source.SystemObservationClock;
import org.vpnledger.source.wireguard.HandshakeWatch;
import org.vpnledger.source.wireguard.Moments;
import org.vpnledger.vpn.Noticing;

class ReceiptsTest {
  @Test
  void two_sources_of_one_name_keep_no_daemon_from_starting() {
    Source one = new HandshakeWatch(new Moments(Noticing.POLLS), new SystemObservationClock());
    assertThatCode(() -> new Receipts(List.of(one, one))).doesNotThrowAnyException();
  }
}
