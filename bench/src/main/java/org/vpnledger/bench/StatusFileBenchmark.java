package org.vpnledger.bench;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vpnledger.source.openvpn.MalformedStatusException;
import org.vpnledger.source.openvpn.StatusParser;

/** Reading the status file of an OpenVPN server with 10,000 clients, each with one route. */
@State(Scope.Thread)
public class StatusFileBenchmark {
  private static final int CLIENTS = 10_000;
  private static final String DATE = "2026-11-20 11:00:00";

  private final ZoneId zone = ZoneId.of("Europe/Berlin");
  private final byte[] plain = plain();
  private final byte[] tagged = tagged();
  private final byte[] tabbed = tabbed();

  @Benchmark
  public Object statusVersion1Of10000Clients() throws MalformedStatusException {
    return StatusParser.parse(plain, plain.length, zone);
  }

  @Benchmark
  public Object statusVersion2Of10000Clients() throws MalformedStatusException {
    return StatusParser.parse(tagged, tagged.length, zone);
  }

  @Benchmark
  public Object statusVersion3Of10000Clients() throws MalformedStatusException {
    return StatusParser.parse(tabbed, tabbed.length, zone);
  }

  private static String address(int number) {
    return "192.0.2." + number % 250 + ":" + (10_000 + number);
  }

  private static String virtual(int number) {
    return "10.1." + (number >> 8) + "." + (number & 255);
  }

  private static byte[] plain() {
    StringBuilder text = new StringBuilder("OpenVPN CLIENT LIST\nUpdated," + DATE);
    text.append("\nCommon Name,Real Address,Bytes Received,Bytes Sent,Connected Since\n");
    for (int i = 0; i < CLIENTS; i++) {
      text.append("client").append(i).append(',').append(address(i)).append(',');
      text.append(1_000_000_000L + i).append(',').append(5_000_000_000L + i);
      text.append(',').append(DATE).append('\n');
    }
    text.append("ROUTING TABLE\nVirtual Address,Common Name,Real Address,Last Ref\n");
    for (int i = 0; i < CLIENTS; i++) {
      text.append(virtual(i)).append(",client").append(i).append(',').append(address(i));
      text.append(',').append(DATE).append('\n');
    }
    text.append("GLOBAL STATS\nMax bcast/mcast queue length,0\nEND\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] tagged() {
    StringBuilder text = new StringBuilder("TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu\n");
    text.append("TIME,").append(DATE).append(",1795000000\n");
    text.append("HEADER,CLIENT_LIST,Common Name,Real Address,Virtual Address,");
    text.append("Virtual IPv6 Address,Bytes Received,Bytes Sent,Connected Since,");
    text.append("Connected Since (time_t),Username,Client ID,Peer ID,Data Channel Cipher\n");
    for (int i = 0; i < CLIENTS; i++) {
      text.append("CLIENT_LIST,client").append(i).append(',').append(address(i)).append(',');
      text.append(virtual(i)).append(",,").append(1_000_000_000L + i).append(',');
      text.append(5_000_000_000L + i).append(',').append(DATE).append(",1795000000,UNDEF,");
      text.append(i).append(',').append(i).append(",AES-256-GCM\n");
    }
    text.append("HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,");
    text.append("Last Ref (time_t)\n");
    for (int i = 0; i < CLIENTS; i++) {
      text.append("ROUTING_TABLE,").append(virtual(i)).append(",client").append(i).append(',');
      text.append(address(i)).append(',').append(DATE).append(",1795000000\n");
    }
    text.append("GLOBAL_STATS,Max bcast/mcast queue length,0\nGLOBAL_STATS,dco_enabled,0\nEND\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] tabbed() {
    byte[] bytes = tagged();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == ',' ? (byte) '\t' : bytes[i];
    }
    return bytes;
  }
}
