package org.vpnledger.daemon;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.flow.capture.Tap;
import org.vpnledger.kernel.InterfaceIndex;
import org.vpnledger.kernel.NetworkNamespace;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.PacketRing;
import org.vpnledger.kernel.packet.RingSize;
import org.vpnledger.source.SourceException;
import org.vpnledger.source.wireguard.Place;

/**
 * An interface in this network namespace or another one, or in a container. Its ring is opened
 * there and read here.
 *
 * @param name what to call it
 * @param device as {@code ip link} shows it there
 * @param where asked each time, since a container may be made anew; absent while it is not known
 */
record PlacedInterface(String name, String device, Supplier<@Nullable Place> where)
    implements Tap.Interface {
  private static final Logger LOG = LoggerFactory.getLogger(PlacedInterface.class);

  /**
   * Also absent while there is no such place: a ring that stays open would keep a dead container's
   * interface alive. The source that reads the tunnel says what the matter is.
   */
  @Override
  public Tap.@Nullable Found find() throws IOException {
    NetworkNamespace there;
    try {
      there = namespace();
    } catch (NoSuchFileException e) {
      LOG.debug("flows: {}", name, e);
      return null;
    }
    if (there == null) {
      return found("own", InterfaceIndex.of(device));
    }
    Object identity = there.identity();
    return identity == null ? null : found(identity, there.call(() -> InterfaceIndex.of(device)));
  }

  private @Nullable NetworkNamespace namespace() throws NoSuchFileException {
    Place place = where.get();
    if (place == null) {
      throw new NoSuchFileException(name + ": where it is is not known yet");
    }
    try {
      return place.find().namespace();
    } catch (SourceException e) {
      throw (NoSuchFileException) new NoSuchFileException(e.getMessage()).initCause(e);
    }
  }

  private static Tap.@Nullable Found found(Object namespace, int index) {
    return index == 0 ? null : new Tap.Found(namespace, index);
  }

  @Override
  public PacketRing open(Tap.Found found, RingSize size, PacketFilter filter) throws IOException {
    NetworkNamespace there = namespace();
    return there == null
        ? PacketRing.open(found.index(), size, filter)
        : there.call(() -> PacketRing.open(found.index(), size, filter));
  }
}
