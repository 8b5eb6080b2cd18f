package org.vpnledger.vpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text of users is read or refused, and what is read means what it says. */
class EndpointFilterFuzzTest {
  private static final String LIKELY =
      "0123456789abcdefABCDEF::::::......//[[]]%-_=@<>\n\",\\ \u0000\u0661\ud800";
  private static final List<String> SEEDS =
      List.of(
          "192.0.2.7",
          "192.0.2.7:51820",
          "192.0.2.0/24",
          "2001:db8::/32",
          "[2001:db8::7]:51820",
          "[fe80::1%eth0]:51820",
          "::ffff:192.0.2.7",
          "::/0");

  private final Random random = new Random(51820);
  private int understood;

  @Test
  void mutated_text_never_throws_and_what_passes_matches_its_own_first_address() {
    for (int i = 0; i < 300_000; i++) {
      String text = mutate(SEEDS.get(random.nextInt(SEEDS.size())));
      EndpointFilter filter = EndpointFilter.parse(text);
      if (filter != null) {
        understood++;
        Network network = filter.network();
        assertThat(network.contains(network.first())).as(text).isTrue();
        assertThat(Network.parse(network.toString())).as(text).isEqualTo(network);
        String zone = filter.zone() == null ? "" : "%" + filter.zone();
        int port = filter.port() == null ? 1 : filter.port();
        Endpoint endpoint = new Endpoint(network.first() + zone, port);
        if (!network.first().isIpv4() || zone.isEmpty()) {
          assertThat(filter.matches(endpoint)).as(text).isTrue();
          assertThat(filter.beginnings()).as(text).anyMatch(endpoint.toString()::startsWith);
        }
      }
    }
    assertThat(understood).isGreaterThan(10_000);
  }

  private String mutate(String seed) {
    StringBuilder text = new StringBuilder(seed);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(text.length() + 1);
      char c = LIKELY.charAt(random.nextInt(LIKELY.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, c);
        case 1 -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(c));
        default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
      }
    }
    return text.toString();
  }
}
