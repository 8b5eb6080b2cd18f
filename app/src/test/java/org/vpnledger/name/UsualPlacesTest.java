package org.vpnledger.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.vpn.GivenName;

/** Names are found where each tool puts them, here and in containers. */
class UsualPlacesTest {
  @TempDir Path folder;
  private final List<NameRoot> roots = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T10:00:03Z");

  private NameBook book() {
    return new NameBook(
        new NameBook.Where(Map.of(), List.of(), true),
        Place.USUAL,
        () -> List.copyOf(roots),
        () -> now,
        ZoneOffset.UTC);
  }

  private Path write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(60)));
    Files.setLastModifiedTime(file.getParent(), FileTime.from(now.minusSeconds(50)));
    now = now.plusSeconds(30);
    return file;
  }

  private void mount(String label, String inside, String path) {
    roots.removeIf(root -> root.label().equals(label));
    roots.add(new NameRoot(label, List.of(new NameRoot.Mount(inside, folder.resolve(path)))));
  }

  private static List<String> origins(NameBook book) {
    return book.sources().stream().map(NameSource::origin).toList();
  }

  private static GivenName of(NameBook book, char letter) {
    return java.util.Objects.requireNonNull(book.lookup(NameFiles.key(letter)));
  }

  @Test
  void each_tools_files_are_found_in_a_fixed_order_that_puts_databases_first() throws IOException {
    write("c/etc/wireguard/wg0.conf", NameFiles.text("pivpn.conf"));
    write("c/etc/wireguard/configs/clients.txt", NameFiles.text("clients.txt"));
    write("c/etc/wireguard/wg0.json", NameFiles.text("two-clients.json"));
    write("c/app/db/clients/1.json", NameFiles.text("client.json"));
    String key = NameFiles.key('Z').text();
    write("c/app/db/clients/2.json", "{\"public_key\":\"" + key + "\",\"name\":\"Zoe\"}");
    write("c/etc/wireguard_exporter/peers.toml", NameFiles.text("peers.toml"));
    mount("container vpn", "/", "c");
    NameBook book = book();
    assertThat(book.refresh().problems())
        .containsExactly(
            "container vpn: /etc/wireguard/configs/clients.txt: left out 1 clients without a valid"
                + " public key or a name",
            "container vpn: /etc/wireguard_exporter/peers.toml: left out 1 clients without a valid"
                + " public key or a name");
    assertThat(origins(book))
        .containsExactly(
            "container vpn: /etc/wireguard/wg0.json (wg-easy)",
            "container vpn: /app/db/clients (wireguard-ui)",
            "container vpn: /etc/wireguard/configs/clients.txt (PiVPN)",
            "container vpn: /etc/wireguard_exporter/peers.toml (wireguard_exporter)",
            "container vpn: /etc/wireguard/wg0.conf (comments)");
    assertThat(of(book, 'A').text()).isEqualTo("Alice");
    assertThat(of(book, 'Z').origin()).isEqualTo("container vpn: /app/db/clients (wireguard-ui)");
    assertThat(book.sources().get(1).names()).hasSize(2);
    assertThat(book.refresh()).isEqualTo(new NameBook.Refresh(false, List.of()));
  }

  @Test
  void a_container_that_stops_keeps_its_names_and_one_that_comes_again_is_the_same()
      throws IOException {
    write("one/etc/wireguard/wg0.json", NameFiles.text("two-clients.json"));
    write("one/etc/wireguard/wg1.conf", NameFiles.text("plain.conf"));
    NameBook book = book();
    assertThat(book.refresh().changed()).as("before the container runs").isFalse();
    mount("container vpn", "/", "one");
    assertThat(book.refresh().changed()).isTrue();
    mount("container vpn", "/", "gone");
    assertThat(book.refresh().changed()).isFalse();
    assertThat(of(book, 'A').text()).isEqualTo("Alice");
    roots.clear();
    assertThat(book.refresh().changed()).isFalse();
    String renamed = NameFiles.text("two-clients.json").replace("Alice", "Alicia");
    write("two/etc/wireguard/wg0.json", renamed);
    mount("container vpn", "/", "two");
    assertThat(book.refresh().changed()).isTrue();
    assertThat(of(book, 'A'))
        .isEqualTo(new GivenName("Alicia", "container vpn: /etc/wireguard/wg0.json (wg-easy)"));
    assertThat(book.lookup(NameFiles.key('F'))).as("of a file that was deleted").isNull();
  }

  @Test
  void a_volume_is_seen_where_the_container_sees_it() throws IOException {
    write("srv/wg-easy/wg0.json", NameFiles.text("two-clients.json"));
    mount("container vpn", "/etc/wireguard", "srv/wg-easy");
    NameBook book = book();
    book.refresh();
    assertThat(origins(book)).containsExactly("container vpn: /etc/wireguard/wg0.json (wg-easy)");
  }

  @Test
  void a_single_file_that_is_mounted_is_the_one_that_counts() throws IOException {
    write("c/etc/wireguard/wg0.json", "");
    Path real = write("srv/real.json", NameFiles.text("two-clients.json"));
    roots.add(
        new NameRoot(
            "container vpn",
            List.of(
                new NameRoot.Mount("/", folder.resolve("c")),
                new NameRoot.Mount("/etc/wireguard/wg0.json", real))));
    NameBook book = book();
    assertThat(book.refresh().problems()).isEmpty();
    assertThat(of(book, 'A').text()).isEqualTo("Alice");
  }

  @Test
  void links_of_a_container_lead_nowhere_but_within_it() throws IOException {
    Path secret = write("host/wg0.conf", NameFiles.text("pivpn.conf"));
    write("c/config/wg_confs/wg0.conf", NameFiles.text("installers.conf"));
    Path etc = Files.createDirectories(folder.resolve("c/etc"));
    Files.createSymbolicLink(etc.resolve("wireguard"), Path.of("/config/../config/wg_confs"));
    Path amnezia = Files.createDirectories(etc.resolve("amnezia/amneziawg"));
    Files.createSymbolicLink(amnezia.resolve("out.conf"), secret);
    Files.createSymbolicLink(amnezia.resolve("up.conf"), Path.of("../../../../../host/wg0.conf"));
    Files.createSymbolicLink(amnezia.resolve("loop.conf"), Path.of("loop.conf"));
    mount("container vpn", "/", "c");
    NameBook book = book();
    assertThat(book.refresh().problems()).isEmpty();
    assertThat(origins(book))
        .containsExactly(
            "container vpn: /etc/wireguard/wg0.conf (comments)",
            "container vpn: /config/wg_confs/wg0.conf (comments)");
    assertThat(of(book, 'B').text()).isEqualTo("bob");
  }

  @Test
  @Timeout(20)
  void pipes_and_devices_do_not_hold_it_up() throws Exception {
    Path etc = Files.createDirectories(folder.resolve("c/etc/wireguard"));
    Process mkfifo = new ProcessBuilder("mkfifo", etc.resolve("wg0.conf").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    Files.createDirectory(etc.resolve("wg1.json"));
    mount("container vpn", "/", "c");
    NameBook book = book();
    assertThat(book.refresh().problems())
        .containsExactlyInAnyOrder(
            "container vpn: /etc/wireguard/wg0.conf: not a regular file; no names from it",
            "container vpn: /etc/wireguard/wg1.json: not a regular file; no names from it");
    assertThat(book.refresh().problems()).isEmpty();
  }

  @Test
  void what_is_no_names_file_is_passed_over_where_nobody_asked_for_it() throws IOException {
    write("c/etc/wireguard/other.json", "{\"key\":1}");
    write("c/etc/wireguard/wg0.conf", "[Interface]\nListenPort = 1\n");
    mount("container vpn", "/", "c");
    NameBook book = book();
    assertThat(book.refresh()).isEqualTo(new NameBook.Refresh(false, List.of()));
    assertThat(book.sources()).isEmpty();
    Path own = write("own.json", "{\"key\":1}");
    NameBook asked =
        new NameBook(
            new NameBook.Where(Map.of(), List.of(own), false), List::of, () -> now, ZoneOffset.UTC);
    assertThat(asked.refresh().problems())
        .containsExactly(
            own
                + ": a file of no tool that is known here: neither wg-easy, wireguard-ui,"
                + " WGDashboard, PiVPN or wireguard_exporter nor a WireGuard configuration;"
                + " no names from it");
  }

  @Test
  void an_emptied_file_keeps_the_last_good_names() throws IOException {
    write("c/etc/wireguard/wg0.conf", NameFiles.text("pivpn.conf"));
    mount("container vpn", "/", "c");
    NameBook book = book();
    book.refresh();
    write("c/etc/wireguard/wg0.conf", "");
    assertThat(book.refresh().problems())
        .containsExactly(
            "container vpn: /etc/wireguard/wg0.conf:1:1: the file is empty; keeping the 3 names"
                + " read at 10:00:33");
    assertThat(of(book, 'A').text()).isEqualTo("alice");
    assertThat(book.sources().getFirst().problem()).contains("the file is empty");
  }

  /** Whoever owns a container must not be able to fill the daemon's memory. */
  @Test
  void a_container_gives_no_more_names_than_its_tunnels_can_have_peers() throws IOException {
    Random random = new Random(1);
    for (int file = 0; file < 4; file++) {
      write("c/etc/wireguard/wg" + file + ".conf", peers(random, 20_000));
    }
    mount("container evil", "/", "c");
    NameBook book = book();
    assertThat(book.refresh().problems())
        .hasSize(2)
        .allMatch(line ->
            line.endsWith(
                "too many names there to remember those of this file; no" + " names from it"));
    assertThat(book.names()).hasSize(40_000);
    for (int file = 0; file < 4; file++) {
      Files.delete(folder.resolve("c/etc/wireguard/wg" + file + ".conf"));
    }
    write("c/etc/wireguard/wg9.conf", peers(random, 50_000));
    assertThat(book.refresh().problems()).isEmpty();
    assertThat(book.names()).hasSize(50_000);
  }

  private static String peers(Random random, int count) {
    StringBuilder text = new StringBuilder();
    byte[] key = new byte[32];
    for (int i = 0; i < count; i++) {
      random.nextBytes(key);
      String peer = Base64.getEncoder().encodeToString(key);
      text.append("# n").append(i).append("\n[Peer]\nPublicKey = ").append(peer).append('\n');
    }
    return text.toString();
  }
}
