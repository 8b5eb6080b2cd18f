package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.container.Containers;
import org.vpnledger.name.NameBook;
import org.vpnledger.name.NameSource;

/** From a container's name to the names in its volume, also after it was started again. */
class ContainerRootsTest {
  private static final String ID = "4f0c2a9d1e77".repeat(5) + "abcd";

  @TempDir Path machine;

  private void running(Process process) throws IOException {
    Path proc = Files.createDirectories(machine.resolve("proc/" + process.pid()));
    Files.createSymbolicLink(proc.resolve("stat"), Path.of("/proc/" + process.pid() + "/stat"));
    Path root = Files.createDirectories(proc.resolve("root/config/wg_confs"));
    Files.writeString(root.resolve("wg0.conf"), conf('C', "in the image"));
    Path state = machine.resolve("var/lib/docker/containers/" + ID);
    Files.createDirectories(state);
    Files.writeString(
        state.resolve("config.v2.json"),
        """
        {"State":{"Running":true,"Pid":%d},"ID":"%s","Name":"/vpn",
         "MountPoints":{"/etc/wireguard":{"Source":"/srv/vpn","Destination":"/etc/wireguard"}}}
        """
            .formatted(process.pid(), ID));
  }

  private static String conf(char key, String name) {
    byte[] raw = new byte[32];
    java.util.Arrays.fill(raw, (byte) key);
    return "[Peer]\n# Name = %s\nPublicKey = %s\n"
        .formatted(name, java.util.Base64.getEncoder().encodeToString(raw));
  }

  @Test
  void names_come_from_the_volume_and_else_from_what_the_process_sees() throws Exception {
    Path volume = Files.createDirectories(machine.resolve("srv/vpn"));
    Files.writeString(volume.resolve("wg0.conf"), conf('A', "Ann"));
    ContainerRoots roots =
        new ContainerRoots(new Containers(machine), () -> List.of("vpn", "other"));
    NameBook book =
        new NameBook(
            new NameBook.Where(Map.of(), List.of(), true),
            roots,
            InstantSource.system(),
            Folders.ZONE);
    Process first = new ProcessBuilder("sleep", "300").start();
    Process second = new ProcessBuilder("sleep", "300").start();
    try {
      assertThat(roots.get()).isEmpty();
      running(first);
      book.refresh();
      assertThat(book.sources())
          .extracting(NameSource::origin)
          .contains(
              "container vpn: /etc/wireguard/wg0.conf (comments)",
              "container vpn: /config/wg_confs/wg0.conf (comments)");
      first.destroyForcibly().waitFor();
      assertThat(roots.get()).isEmpty();
      Files.writeString(volume.resolve("wg0.conf"), conf('A', "Ann Smith"));
      running(second);
      book.refresh();
      assertThat(book.names().values()).extracting("text").contains("Ann Smith", "in the image");
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }
}
