package org.vpnledger.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.vpnledger.vpn.PeerKey;

/** What a tunnel of many peers answers, as bytes. */
final class Answers {
  private Answers() {}

  /** The answer of a userspace implementation to {@code get=1}. */
  static byte[] uapi(int peers) {
    StringBuilder text = new StringBuilder("private_key=" + "1f".repeat(32) + "\n");
    text.append("listen_port=51820\n");
    int number = 0;
    for (PeerKey key : Fleet.keys(peers)) {
      byte[] bytes = Base64.getDecoder().decode(key.text());
      text.append("public_key=").append(HexFormat.of().formatHex(bytes));
      text.append("\npreshared_key=").append("00".repeat(32));
      text.append("\nprotocol_version=1\nendpoint=192.0.2.").append(number % 250);
      text.append(':').append(10_000 + number);
      text.append("\nlast_handshake_time_sec=").append(1_795_000_000 + number);
      text.append("\nlast_handshake_time_nsec=").append(249_909_347);
      text.append("\ntx_bytes=").append(5_000_000_000L + number);
      text.append("\nrx_bytes=").append(1_000_000_000L + number);
      text.append("\npersistent_keepalive_interval=25\nallowed_ip=10.1.");
      text.append(number >> 8).append('.').append(number & 255).append("/32\n");
      number++;
    }
    return text.append("errno=0\n\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** What {@code wg show wg0 dump} prints. */
  static byte[] dump(int peers) {
    String key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    StringBuilder text = new StringBuilder(key + '\t' + key + "\t51820\toff\n");
    int number = 0;
    for (PeerKey peer : Fleet.keys(peers)) {
      text.append(peer.text()).append("\t(none)\t192.0.2.").append(number % 250);
      text.append(':').append(10_000 + number).append("\t10.1.").append(number >> 8);
      text.append('.').append(number & 255).append("/32\t").append(1_795_000_000 + number);
      text.append('\t').append(1_000_000_000L + number).append('\t');
      text.append(5_000_000_000L + number).append("\t25\n");
      number++;
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
