package org.vpnledger.flow.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnledger.flow.AddressText;
import org.vpnledger.flow.Direction;
import org.vpnledger.flow.FlowRecord;
import org.vpnledger.spool.Spool;
import org.vpnledger.vpn.Address;
import org.vpnledger.vpn.Network;

final class DisguiseTest {
  private static final Network DISCARD = Objects.requireNonNull(Network.parse("100::/64"));
  private static final Address THERE = address("192.0.2.80");
  private static final Address PEER = address("10.8.0.2");

  @TempDir Path folder;
  private final List<String> problems = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-29T07:00:00Z");
  private Path keys;
  private Path key;

  @BeforeEach
  void name_the_files() {
    keys = folder.resolve("keys");
    key = keys.resolve("hash.key");
  }

  private static Address address(String text) {
    return Objects.requireNonNull(Address.parse(text));
  }

  private Disguise disguise() {
    return new Disguise(keys, Duration.ofDays(1), () -> now, problems::add);
  }

  private Address hashed() {
    return disguise().disguise(THERE, Destinations.HASHED);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.80,192.0.2.0",
    "255.255.255.255,255.255.255.0",
    "2001:db8:1:2:3:4:5:6,2001:db8:1::",
    "::ffff:192.0.2.80,192.0.2.0",
    "fe80::1,fe80::"
  })
  void truncated_addresses_are_their_network(String address, String network) {
    Address told = disguise().disguise(address(address), Destinations.TRUNCATED);
    assertThat(AddressText.of(told)).isEqualTo(network);
    assertThat(disguise().disguise(told, Destinations.WHOLE)).isEqualTo(told);
    assertThat(keys).as("none is needed").doesNotExist();
  }

  @Test
  void hashed_addresses_are_of_the_discard_prefix_and_every_bit_of_them_counts() {
    Disguise disguise = disguise();
    Set<Address> told = new HashSet<>();
    told.add(disguise.disguise(new Address(0, 0), Destinations.HASHED));
    for (int bit = 0; bit < 64; bit++) {
      told.add(disguise.disguise(new Address(1L << bit, 0), Destinations.HASHED));
      told.add(disguise.disguise(new Address(0, 1L << bit), Destinations.HASHED));
    }
    assertThat(told).hasSize(129).allMatch(DISCARD::contains);
  }

  @Test
  void a_hash_stays_the_same_within_its_keys_life_also_after_a_restart() {
    Disguise disguise = disguise();
    Address first = disguise.disguise(THERE, Destinations.HASHED);
    now = now.plus(Duration.ofHours(23));
    assertThat(disguise.disguise(THERE, Destinations.HASHED)).isEqualTo(first);
    assertThat(hashed()).as("after a restart").isEqualTo(first);
    now = now.plus(Duration.ofHours(1));
    Address next = disguise.disguise(THERE, Destinations.HASHED);
    assertThat(next).isNotEqualTo(first);
    assertThat(hashed()).isEqualTo(next);
    assertThat(problems).isEmpty();
  }

  @Test
  void many_addresses_are_remembered_and_none_is_mistaken_for_another() {
    Disguise disguise = disguise();
    List<Address> first = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      first.add(disguise.disguise(new Address(i, i * 31L), Destinations.HASHED));
    }
    assertThat(new HashSet<>(first)).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(disguise.disguise(new Address(i, i * 31L), Destinations.HASHED))
          .isEqualTo(first.get(i));
    }
  }

  @Test
  void the_key_is_its_owners_alone_and_is_never_uploaded() throws IOException {
    hashed();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(key)).matches("1 1795935600 [0-9a-f]{64}\n");
    assertThat(Spool.usual("keys/hash.key")).isFalse();
    assertThat(Spool.usual("keys/hash.key.new")).isFalse();
  }

  @Test
  void an_old_key_is_overwritten_before_it_is_removed() throws IOException {
    hashed();
    Path link = Files.createLink(folder.resolve("another-name"), key);
    int size = (int) Files.size(key);
    now = now.plus(Duration.ofDays(1));
    hashed();
    assertThat(link).hasBinaryContent(new byte[size]);
  }

  @Test
  void a_key_that_is_not_used_any_more_is_destroyed_in_time_and_none_is_made() throws IOException {
    hashed();
    Path link = Files.createLink(folder.resolve("another-name"), key);
    int size = (int) Files.size(key);
    Disguise unused = disguise();
    assertThat(key).exists();
    now = now.plus(Duration.ofDays(1));
    unused.tick();
    assertThat(keys).isEmptyDirectory();
    assertThat(link).hasBinaryContent(new byte[size]);
    unused.tick();
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 1795935600 00",
        "2 1795935600 0000000000000000000000000000000000000000000000000000000000000000\n",
        "1 1795939200 0000000000000000000000000000000000000000000000000000000000000000\n"
      })
  void a_broken_key_or_one_of_the_future_is_replaced(String text) throws IOException {
    Files.createDirectories(keys);
    Files.writeString(key, text);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Address first = hashed();
    assertThat(Files.readString(key)).matches("1 1795935600 [0-9a-f]{64}\n").isNotEqualTo(text);
    assertThat(hashed()).isEqualTo(first);
  }

  @Test
  void a_key_that_others_could_read_is_not_used_again() throws IOException {
    Address first = hashed();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(hashed()).isNotEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_link_in_the_keys_place_is_removed_and_what_it_leads_to_is_left_alone() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "something");
    Files.createDirectories(keys);
    Files.createSymbolicLink(key, victim);
    Files.createSymbolicLink(keys.resolve("hash.key.new"), victim);
    hashed();
    assertThat(victim).hasContent("something");
    assertThat(Files.isSymbolicLink(key)).isFalse();
    assertThat(problems).isEmpty();
  }

  @Test
  void if_the_disk_takes_no_key_it_lives_in_memory_and_that_is_told() throws IOException {
    Files.writeString(keys, "a file where the folder should be");
    Disguise disguise = disguise();
    Address first = disguise.disguise(THERE, Destinations.HASHED);
    assertThat(disguise.disguise(THERE, Destinations.HASHED)).isEqualTo(first);
    assertThat(problems).isNotEmpty().allMatch(line -> line.startsWith(key + ": "));
  }

  @Test
  void the_other_side_of_a_flow_is_disguised_and_never_the_peers_own() {
    Disguise disguise = disguise();
    Decision truncated = new Decision(Level.FLOWS, Destinations.TRUNCATED, false);
    FlowRecord received = disguise.disguise(flow(Direction.RX, PEER, THERE), truncated);
    assertThat(received.src()).isEqualTo(PEER);
    assertThat(received.dst()).isEqualTo(address("192.0.2.0"));
    assertThat(received.host()).isNull();
    FlowRecord sent = disguise.disguise(flow(Direction.TX, THERE, PEER), truncated);
    assertThat(sent.src()).isEqualTo(address("192.0.2.0"));
    assertThat(sent.dst()).isEqualTo(PEER);
    assertThat(disguise.disguise(flow(Direction.UNKNOWN, PEER, THERE), truncated).dst())
        .isEqualTo(address("192.0.2.0"));
  }

  @Test
  void ports_and_counts_stay_and_a_host_only_where_it_may() {
    FlowRecord flow = flow(Direction.RX, PEER, THERE);
    Disguise disguise = disguise();
    assertThat(disguise.disguise(flow, new Decision(Level.FLOWS, Destinations.WHOLE, true)))
        .isEqualTo(flow);
    FlowRecord hashed =
        disguise.disguise(flow, new Decision(Level.FLOWS, Destinations.HASHED, true));
    assertThat(hashed.host()).isNull();
    assertThat(hashed.dstPort()).isEqualTo(443);
    assertThat(hashed.bytes()).isEqualTo(flow.bytes());
    assertThat(
            disguise.disguise(flow, new Decision(Level.FLOWS, Destinations.TRUNCATED, true)).host())
        .isEqualTo("www.example.org");
  }

  private static FlowRecord flow(Direction direction, Address src, Address dst) {
    return new FlowRecord(
        1,
        2,
        "gw1",
        "wg0",
        "QWxpY2U=",
        "Alice",
        direction,
        6,
        src,
        50_000,
        dst,
        443,
        "www.example.org",
        3,
        4000,
        0x1b);
  }
}
