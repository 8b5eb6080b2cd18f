package org.vpnledger.bench;

import java.io.IOException;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.vpnledger.source.wireguard.DevicePublicKeys;
import org.vpnledger.source.wireguard.DumpParser;
import org.vpnledger.source.wireguard.KnownBlocks;
import org.vpnledger.source.wireguard.KnownPeers;
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

  private final KnownBlocks knownBlocks = new KnownBlocks();
  private final KnownPeers knownPeers = new KnownPeers();
  private final NetlinkAnswer idle = new NetlinkAnswer(10_000, 0);
  private final NetlinkAnswer[] busy = {new NetlinkAnswer(10_000, 1), new NetlinkAnswer(10_000, 2)};
  private int turn;

  /** As the daemon reads it each time: it knows what the last read showed, and nobody moved. */
  @Benchmark
  public Object uapiOf10000IdlePeers() throws MalformedReadException {
    return UapiParser.parse(uapi, uapi.length, now, Epoch.UNKNOWN, keys, knownBlocks);
  }

  @Benchmark
  public Object uapiOf10000Peers() throws MalformedReadException {
    return UapiParser.parse(uapi, uapi.length, now, Epoch.UNKNOWN, keys, new KnownBlocks());
  }

  @Benchmark
  public Object dumpOf10000Peers() throws MalformedReadException {
    return DumpParser.parse(dump, dump.length, now, "wg0", _ -> Epoch.UNKNOWN);
  }

  @Benchmark
  public Object netlinkOf10000IdlePeers() throws IOException, MalformedReadException {
    return idle.parse(knownPeers, now);
  }

  /** Everybody has moved bytes and shaken hands since the last read. */
  @Benchmark
  public Object netlinkOf10000BusyPeers() throws IOException, MalformedReadException {
    return busy[turn++ & 1].parse(knownPeers, now);
  }

  /** The very first read. */
  @Benchmark
  public Object netlinkOf10000NewPeers() throws IOException, MalformedReadException {
    return idle.parse(new KnownPeers(), now);
  }
}
