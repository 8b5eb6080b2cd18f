package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.trace.Hit;
import org.vpnledger.kernel.trace.Probe;
import org.vpnledger.vpn.Endpoint;
import org.vpnledger.vpn.PeerKey;

/** By recorded types and lines; real handshakes are in the lab. */
final class HandshakeProbeTest {
  private static final String KEY = "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP8=";
  private static final Map<String, String> SHAKEN =
      Map.of(
          "key",
          "{0x1,0x2,0x3" + ",0x0".repeat(28) + ",0xff}",
          "ifindex",
          "7",
          "netns",
          "4026531840",
          "family",
          "2",
          "port",
          "{0xca,0x6c}",
          "ipv4",
          "{0xc0,0x0,0x2,0x2}",
          "ipv6",
          "{0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0}",
          "scope",
          "0");

  @TempDir private Path temporary;

  @Test
  void a_module_without_types_is_told_and_what_is_built_in_is_not_one() throws Exception {
    Path types = folder("6.1");
    Path modules = temporary.resolve("module");
    Files.createDirectories(modules.resolve("amneziawg"));
    HandshakeProbe.requireTypes(types, modules, "amneziawg");
    Files.createFile(modules.resolve("amneziawg/initstate"));
    assertThatThrownBy(() -> HandshakeProbe.requireTypes(types, modules, "amneziawg"))
        .isInstanceOf(KernelException.class)
        .hasMessage("find the types of module amneziawg: it was built without BTF");
    Files.createFile(types.resolve("amneziawg"));
    HandshakeProbe.requireTypes(types, modules, "amneziawg");
  }

  @ParameterizedTest
  @CsvSource({"6.1,+216,+1272", "6.12,+224,+280"})
  void what_is_fetched_is_found_in_the_kernels_types(String kernel, String index, String net)
      throws Exception {
    Probe probe = HandshakeProbe.probe(folder(kernel), "wireguard", "own");
    assertThat(probe.function()).isEqualTo("wireguard:wg_timers_handshake_complete");
    assertThat(probe.arguments())
        .extracting(argument -> argument.name() + "=" + argument.fetch())
        .containsExactly(
            "key=+328($arg1):x8[32]",
            "ifindex=" + index + "(+0(+0($arg1))):u32",
            "netns="
                + (kernel.equals("6.1") ? "+144" : "+136")
                + "("
                + net
                + "(+0(+0($arg1)))):u32",
            "family=+168($arg1):u16",
            "port=+170($arg1):x8[2]",
            "ipv4=+172($arg1):x8[4]",
            "ipv6=+176($arg1):x8[16]",
            "scope=+192($arg1):u32")
        // MAX_ARGSTR_LEN of kernel/trace/trace_probe.h
        .allMatch(argument -> argument.length() < 63);
  }

  @Test
  void a_kernel_without_the_module_or_without_types_is_told_in_one_line() throws Exception {
    Path folder = folder("6.1");
    Files.delete(folder.resolve("wireguard"));
    assertThatThrownBy(() -> HandshakeProbe.probe(folder, "wireguard", "own"))
        .isInstanceOf(KernelException.class)
        .hasMessage("find a member in the kernel's types: no struct wg_peer");
    assertThatThrownBy(() -> HandshakeProbe.probe(temporary.resolve("no"), "wireguard", "own"))
        .isInstanceOf(KernelException.class)
        .hasMessageEndingWith("ENOENT: the kernel was built without CONFIG_DEBUG_INFO_BTF");
  }

  @Test
  void a_handshake_has_its_peer_its_interface_and_its_place() {
    assertThat(shaken(Map.of()))
        .isEqualTo(
            new Shaken(
                5,
                4_026_531_840L,
                7,
                new PeerKey(KEY),
                Objects.requireNonNull(Endpoint.parse("192.0.2.2:51820"))));
  }

  @Test
  void places_are_written_as_reads_write_them() {
    String address = "{0x20,0x1,0xd,0xb8,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x0,0x1}";
    assertThat(shaken(Map.of("family", "10", "ipv6", address)).endpoint())
        .hasToString("[2001:db8::1]:51820");
    assertThat(shaken(Map.of("family", "10", "ipv6", address, "scope", "3")).endpoint()).isNull();
    assertThat(shaken(Map.of("family", "0")).endpoint()).isNull();
    assertThat(shaken(Map.of("ipv4", "(fault)")).endpoint()).isNull();
    assertThat(shaken(Map.of("port", "{0x1}")).endpoint()).isNull();
  }

  @Test
  void without_a_whole_key_or_an_interface_it_is_none() {
    assertThat(Shaken.of(hit(Map.of("key", "{0x1,0x2}")))).isNull();
    assertThat(Shaken.of(hit(Map.of("key", "(fault)")))).isNull();
    assertThat(Shaken.of(hit(Map.of("ifindex", "(fault)")))).isNull();
    assertThat(Shaken.of(hit(Map.of("netns", "")))).isNull();
  }

  private static Shaken shaken(Map<String, String> changed) {
    return Objects.requireNonNull(Shaken.of(hit(changed)));
  }

  private static Hit hit(Map<String, String> changed) {
    Map<String, String> fetched = new HashMap<>(SHAKEN);
    fetched.putAll(changed);
    return new Hit(5, fetched);
  }

  /** The recordings of the kernel room. */
  private Path folder(String kernel) throws Exception {
    String from = "/org/vpnledger/kernel/trace/" + kernel;
    try (InputStream packed = resource(from + "/vmlinux.gz");
        GZIPInputStream vmlinux = new GZIPInputStream(packed);
        InputStream module = resource(from + "/wireguard")) {
      Files.copy(vmlinux, temporary.resolve("vmlinux"));
      Files.copy(module, temporary.resolve("wireguard"));
    }
    return temporary;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(HandshakeProbeTest.class.getResourceAsStream(name), name);
  }
}
