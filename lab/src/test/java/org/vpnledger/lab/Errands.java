package org.vpnledger.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What people do through a tunnel, by real programs and in both IP versions: look names up, get
 * pages, ping, move data. A gateway's first client does it; all servers are at the gateway.
 */
final class Errands implements AutoCloseable {
  static final String CLIENT_4 = "10.77.0.2";
  static final String CLIENT_6 = "fd99::2";

  /** Hosts behind the gateway, by the names that the client looks up before it goes there. */
  static final Map<String, String> HOSTS =
      Map.of(
          "198.51.100.7", "www.lab.test",
          "2001:db8::7", "www.lab.test",
          "198.51.100.8", "alias.lab.test");

  private static final String GATEWAY_6 = "fd99::1";
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final int PAGE_BYTES = 200_000;
  private static final int WEB_PORT = 8080;

  private final Gateway gateway;
  private final Client client;
  private final Folder folder;
  private final List<Background> servers = new ArrayList<>();

  private Errands(Gateway gateway, Folder folder) {
    this.gateway = gateway;
    this.client = gateway.client(0);
    this.folder = folder;
  }

  /** Gives the tunnel both IP versions, and starts the servers. */
  static Errands at(Gateway gateway, Folder folder) {
    Errands made = new Errands(gateway, folder);
    try {
      made.widen();
      made.serve();
      return made;
    } catch (RuntimeException | AssertionError e) {
      made.close();
      throw e;
    }
  }

  private void widen() {
    Namespace server = gateway.namespace();
    String name = gateway.interfaceName();
    Command.of("wg", "set", name, "peer", client.key(), "allowed-ips", both(CLIENT_4, CLIENT_6))
        .output();
    server.ip("address", "add", GATEWAY_6 + "/64", "dev", name, "nodad");
    client.tunnel().set("peer", gateway.keys().publicKey(), "allowed-ips", "0.0.0.0/0,::/0");
    String own = client.tunnel().name();
    client.namespace().ip("address", "add", CLIENT_6 + "/64", "dev", own, "nodad");
    for (String host : HOSTS.keySet()) {
      server.ip("address", "add", host, "dev", "lo");
      client.namespace().ip("route", "add", host, "dev", own);
    }
    gateway.ping(client);
  }

  private static String both(String ipv4, String ipv6) {
    return ipv4 + "/32," + ipv6 + "/128";
  }

  private void serve() {
    start(
        53,
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file=",
        "--user=root",
        "--no-resolv",
        "--no-hosts",
        "--bind-interfaces",
        "--listen-address=" + Gateway.TUNNEL_ADDRESS + "," + GATEWAY_6,
        "--local=/lab.test/",
        "--host-record=www.lab.test,198.51.100.7,2001:db8::7,300",
        "--host-record=web.lab.test,198.51.100.8,300",
        "--cname=alias.lab.test,web.lab.test,120",
        "--addn-hosts=" + hosts(),
        "--local-ttl=60");
    Path web = page();
    String java = System.getProperty("java.home", "");
    start(
        WEB_PORT,
        Path.of(java, "bin", "jwebserver").toString(),
        "-b",
        "::",
        "-p",
        Integer.toString(WEB_PORT),
        "-d",
        web.toString());
    start(5201, "iperf3", "-s");
  }

  /** An answer too long for 512 bytes. */
  private Path hosts() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      lines.append("203.0.113.").append(i).append(" many.lab.test\n");
    }
    return folder.write("hosts", lines.toString());
  }

  private Path page() {
    try {
      Path web = Files.createDirectory(folder.resolve("web"));
      Files.write(web.resolve("page"), new byte[PAGE_BYTES]);
      return web;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(int port, String... words) {
    Background server =
        Background.start(
            gateway.namespace().inside(words), Map.of(), folder.resolve("server" + port + ".log"));
    servers.add(server);
    Eventually.see(
        words[0] + " listens at " + port,
        Eventually.PATIENCE,
        () -> gateway.namespace().command("ss", "-Hltn", "sport", "=", ":" + port).output(),
        output -> !output.isBlank() || hasEnded(server));
  }

  private static boolean hasEnded(Background server) {
    if (!server.isAlive()) {
      throw new AssertionError("ended: " + server.output());
    }
    return false;
  }

  /**
   * Does all of it.
   *
   * @return what dig was answered
   */
  List<Dig> run() {
    List<Dig> answers = lookUp();
    fetch("www.lab.test", "198.51.100.7");
    fetch("www.lab.test", "[2001:db8::7]");
    fetch("alias.lab.test", "198.51.100.8");
    for (String host : HOSTS.keySet()) {
      client("ping", "-n", "-c", "3", "-i", "0.2", host);
      client("ping", "-n", "-c", "2", "-i", "0.2", "-s", "4000", host); // comes in fragments
    }
    for (String server : List.of(Gateway.TUNNEL_ADDRESS, GATEWAY_6)) {
      iperf(server, "-n", "3M", "-w", "128K");
      iperf(server, "-n", "3M", "-w", "128K", "-R");
      iperf(server, "-u", "-b", "10M", "-t", "1", "-l", "1000");
      iperf(server, "-u", "-b", "10M", "-t", "1", "-l", "4000", "-R"); // in fragments
    }
    return answers;
  }

  private List<Dig> lookUp() {
    Namespace asking = client.namespace();
    return List.of(
        Dig.ask(asking, CLIENT_4, Gateway.TUNNEL_ADDRESS, "www.lab.test", "A"),
        Dig.ask(asking, CLIENT_4, Gateway.TUNNEL_ADDRESS, "www.lab.test", "AAAA"),
        Dig.ask(asking, CLIENT_6, GATEWAY_6, "alias.lab.test", "A", "+tcp"),
        Dig.ask(asking, CLIENT_4, Gateway.TUNNEL_ADDRESS, "alias.lab.test", "A"),
        Dig.ask(asking, CLIENT_6, GATEWAY_6, "nobody.lab.test", "A"),
        Dig.ask(asking, CLIENT_4, Gateway.TUNNEL_ADDRESS, "web.lab.test", "MX"),
        Dig.ask(asking, CLIENT_6, GATEWAY_6, "many.lab.test", "A"),
        Dig.ask(asking, CLIENT_4, Gateway.TUNNEL_ADDRESS, "many.lab.test", "A", "+tcp"));
  }

  private void fetch(String name, String address) {
    String origin = name + ":" + WEB_PORT;
    client(
        "curl",
        "--silent",
        "--show-error",
        "--fail",
        "--noproxy",
        "*",
        "--output",
        "/dev/null",
        "--resolve",
        origin + ":" + address,
        "http://" + origin + "/page");
  }

  /** Its server is busy for a moment after each test: then once more. */
  private void iperf(String server, String... arguments) {
    List<String> words = client.namespace().inside("iperf3", "-c", server);
    words.addAll(List.of(arguments));
    Eventually.see(
        "iperf3 is done",
        LIMIT,
        () -> Command.of(words).within(LIMIT).run(),
        result -> result.exitCode() == 0);
  }

  private void client(String... words) {
    Command.of(client.namespace().inside(words)).within(LIMIT).output();
  }

  @Override
  public void close() {
    servers.reversed().forEach(Background::close);
  }
}
