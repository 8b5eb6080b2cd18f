package org.vpnledger.source.wireguard;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.kernel.Descriptor;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.kernel.packet.PacketBell;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Noticing;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.Observation.Read;

/**
 * A source that also looks when packets of a handshake pass outside of its tunnels. A response
 * completes a handshake where it arrives; after an initiation it is complete a round trip later, so
 * that for a while the source looks again and again.
 */
final class ListeningSource implements Watched {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningSource.class);

  /** For so long after a packet the handshake may be completed. */
  private static final long RESTLESS_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Duration RESTLESS = Duration.ofMillis(80);

  private final Watched source;
  private final Place place;
  private final Moments moments;
  private @Nullable PacketBell bell;
  private @Nullable Object bellIn;
  private Set<Integer> ports = Set.of();
  private boolean refused;
  private long restlessUntil = Long.MIN_VALUE;

  ListeningSource(Watched source, Place place, Moments moments) {
    this.source = source;
    this.place = place;
    this.moments = moments;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Observation> poll() throws SourceException, InterruptedException {
    List<Observation> seen = source.poll();
    if (!moments.mayListen() || refused) {
      return seen;
    }
    Set<Integer> wanted = new TreeSet<>();
    for (Observation observation : seen) {
      if (observation instanceof Read read && isHeard(read)) {
        wanted.add(read.device().listenPort());
      }
    }
    listen(wanted);
    return bell == null ? seen : seen.stream().map(this::heard).toList();
  }

  private boolean isHeard(Read read) {
    return read.device().noticing() == Noticing.POLLS
        && read.device().listenPort() != 0
        && !source.unheard().contains(read.tunnel().interfaceName());
  }

  private Observation heard(Observation observation) {
    return observation instanceof Read read && isHeard(read)
        ? new Read(
            read.tunnel(), read.at(), read.device().with(Noticing.PACKETS), read.connections())
        : observation;
  }

  /** Never a reason to fail: without the right, handshakes are noticed by reads. */
  private void listen(Set<Integer> wanted) throws InterruptedException {
    try {
      NetworkNamespace namespace = wanted.isEmpty() ? null : place.find().namespace();
      Object identity = namespace == null ? null : namespace.identity();
      if (wanted.isEmpty() || !Objects.equals(identity, bellIn)) {
        hangUp();
      }
      if (wanted.isEmpty()) {
        return;
      }
      PacketBell open = bell;
      if (open == null) {
        bell =
            namespace == null || namespace.isOwn()
                ? PacketBell.open(HandshakePackets.at(wanted))
                : namespace.call(() -> PacketBell.open(HandshakePackets.at(wanted)));
        bellIn = identity;
      } else if (!wanted.equals(ports)) {
        open.ringFor(HandshakePackets.at(wanted));
      }
      ports = wanted;
    } catch (IOException e) {
      hangUp();
      if (!(e instanceof KernelException refusal) || !isForGood(refusal.errno())) {
        LOG.debug("source {}: packets are listened for again at the next look", name(), e);
        return; // the place is going, say, and will be another one
      }
      refused = true;
      LOG.info(
          "source {}: handshakes are noticed by looks only ({}): CAP_NET_RAW would let their packets"
              + " tell",
          name(),
          e.getMessage());
    } catch (SourceException e) {
      hangUp(); // the place has gone since the look
    }
  }

  private static boolean isForGood(int errno) {
    return errno == Errno.EPERM || errno == Errno.EACCES || errno == Errno.EAFNOSUPPORT;
  }

  private void hangUp() {
    PacketBell open = bell;
    bell = null;
    bellIn = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public List<Descriptor> descriptors() {
    List<Descriptor> all = new ArrayList<>(source.descriptors());
    PacketBell open = bell;
    if (open != null) {
      all.add(open.descriptor());
    }
    return all;
  }

  @Override
  public boolean stirred(int index) {
    PacketBell open = bell;
    if (open == null || index < source.descriptors().size()) {
      return source.stirred(index);
    }
    try {
      open.drain();
    } catch (KernelException e) {
      LOG.debug("packets", e);
      hangUp();
    }
    restlessUntil = System.nanoTime() + RESTLESS_NANOS;
    return true;
  }

  @Override
  public Duration patience() {
    return System.nanoTime() < restlessUntil ? RESTLESS : source.patience();
  }

  @Override
  public Set<String> unheard() {
    return source.unheard();
  }

  @Override
  public void close() {
    hangUp();
    source.close();
  }
}
