package org.vpnledger.source.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.source.Source;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.SystemObservationClock;

class WireGuardSourcesTest {
  @TempDir Path folder;

  private Source kernel(List<String> dump) {
    Links links = new Links(folder, folder.resolve("boot_id"));
    List<Source> sources =
        WireGuardSources.automatic(
            Set.of(), folder.resolve("sockets"), links, dump, new SystemObservationClock());
    assertThat(sources).extracting(Source::name).containsExactly("uapi", "kernel");
    return sources.getLast();
  }

  private void link(String name, String uevent) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("uevent"), uevent);
  }

  @Test
  void nothing_is_run_while_the_kernel_has_no_interface() throws Exception {
    link("eth0", "INTERFACE=eth0\nIFINDEX=2\n");
    link("wg0", "INTERFACE=wg0\nIFINDEX=3\nDEVTYPE=tun\n");
    try (Source kernel = kernel(List.of("/no/such/wg"))) {
      assertThat(kernel.poll()).isEmpty();
    }
  }

  @Test
  void a_missing_program_is_told_when_the_kernel_has_an_interface() throws Exception {
    link("wg0", "DEVTYPE=wireguard\nINTERFACE=wg0\nIFINDEX=3\n");
    try (Source kernel = kernel(List.of("/no/such/wg", "show", "all", "dump"))) {
      assertThatThrownBy(kernel::poll)
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("apt-get install wireguard-tools");
    }
  }
}
