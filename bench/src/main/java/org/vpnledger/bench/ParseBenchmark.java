package org.vpnledger.bench;

import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vpnledger.source.wireguard.DevicePublicKeys;
import org.vpnledger.source.wireguard.DumpParser;
import org.vpnledger.source.wireguard.MalformedReadException;
import org.vpnledger.source.wireguard.UapiParser;
import org.vpnledger.vpn.Epoch;

/** Reading what a tunnel of 10,000 peers answers. */
@State(Scope.Thread)
public class ParseBenchmark {
  private final byte[] uapi = Answers.uapi(10_000);
  private final byte[] dump = Answers.dump(10_000);
  private final DevicePublicKeys keys = new DevicePublicKeys();
  private final Instant now = Instant.parse("2026-11-20T11:00:00Z");

  @Benchmark
  public Object uapiOf10000Peers() throws MalformedReadException {
    return UapiParser.parse(uapi, uapi.length, now, Epoch.UNKNOWN, keys);
  }

  @Benchmark
  public Object dumpOf10000Peers() throws MalformedReadException {
    return DumpParser.parse(dump, dump.length, now, "wg0", _ -> Epoch.UNKNOWN);
  }
}
