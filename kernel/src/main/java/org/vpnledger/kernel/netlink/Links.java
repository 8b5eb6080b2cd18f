package org.vpnledger.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/**
 * Interfaces as rtnetlink(7) shows them. A message is a {@code struct ifinfomsg}, then attributes:
 *
 * <pre>
 *  0        1     2       4           8           12          16
 * +--------+-----+-------+-----------+-----------+-----------+------------
 * | family | pad | type  | index     | flags     | change    | attributes
 * +--------+-----+-------+-----------+-----------+-----------+------------
 * </pre>
 */
public final class Links {
  /** The group that is told when an interface comes, changes or goes. */
  public static final int GROUP = 1;

  private static final int NEW_LINK = 16;
  private static final int DELETED_LINK = 17;
  private static final int GET_LINK = 18;
  private static final int HEADER = 16;
  private static final int NAME = 3;
  private static final int LINK_INFO = 18;
  private static final int STATISTICS = 23;
  private static final int INFO_KIND = 1;

  /** Where the four counters stand in {@code struct rtnl_link_stats64}. */
  private static final int RX_ERRORS = 32;

  private static final int TX_ERRORS = 40;
  private static final int RX_DROPPED = 48;
  private static final int TX_DROPPED = 56;

  private static final int ATTEMPTS = 5;

  private Links() {}

  /**
   * Every interface of a kind in the socket's namespace.
   *
   * @param kind as in {@code ip link add type KIND}; the kernel leaves out the others, if it can
   */
  public static List<Link> ofKind(NetlinkSocket socket, String kind, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    String operation = "netlink list links";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Link> links = new ArrayList<>();
      Request request =
          Request.dump(operation, GET_LINK).with(header(0)).withNested(LINK_INFO, INFO_KIND, kind);
      boolean whole =
          socket.ask(
              request,
              within,
              (type, bytes, from, to) -> {
                Link link = type == NEW_LINK ? read(bytes, from, to) : null;
                if (link != null && link.kind().equals(kind)) {
                  links.add(link);
                }
              });
      if (whole) {
        return links;
      }
    }
    throw new KernelException(operation, 0, "interfaces come and go all the time");
  }

  /**
   * The interface of that index in the socket's namespace.
   *
   * @return absent when there is none
   */
  public static @Nullable Link byIndex(NetlinkSocket socket, int index, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    Request request = Request.one("netlink get link " + index, GET_LINK).with(header(index));
    Link[] found = new Link[1];
    try {
      socket.ask(
          request,
          within,
          (type, bytes, from, to) -> {
            if (type == NEW_LINK) {
              found[0] = read(bytes, from, to);
            }
          });
    } catch (KernelException e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
    return found[0];
  }

  /**
   * Whether a message of {@link #GROUP} says that an interface has come into being or has gone, and
   * not merely that one has changed.
   *
   * @return the interface, absent if it says something else
   */
  public static @Nullable Change change(int type, byte[] bytes, int from, int to)
      throws MalformedMessageException {
    return switch (type) {
      case NEW_LINK -> new Change(read(bytes, from, to), true);
      case DELETED_LINK -> new Change(read(bytes, from, to), false);
      default -> null;
    };
  }

  /**
   * An interface that is there (new, or with something changed) or has gone.
   *
   * @param link as it is or was
   * @param present whether it is there
   */
  public record Change(Link link, boolean present) {}

  /** Reads what follows netlink's own header. */
  static Link read(byte[] bytes, int from, int to) throws MalformedMessageException {
    if (to - from < HEADER) {
      throw new MalformedMessageException("a link of " + (to - from) + " bytes");
    }
    int index = NativeOrder.i32(bytes, from + 4);
    String name = "";
    String kind = "";
    Link.Troubles troubles = Link.Troubles.NONE;
    Attributes attributes = Attributes.over(bytes, from + HEADER, to);
    while (attributes.next()) {
      switch (attributes.type()) {
        case NAME -> name = attributes.text();
        case LINK_INFO -> kind = kind(attributes.nested());
        case STATISTICS -> troubles = troubles(attributes);
        default -> {}
      }
    }
    attributes.check();
    return new Link(index, name, kind, troubles);
  }

  private static String kind(Attributes attributes) throws MalformedMessageException {
    String kind = "";
    while (attributes.next()) {
      if (attributes.type() == INFO_KIND) {
        kind = attributes.text();
      }
    }
    attributes.check();
    return kind;
  }

  private static Link.Troubles troubles(Attributes statistics) {
    return new Link.Troubles(
        statistics.i64At(RX_ERRORS),
        statistics.i64At(TX_ERRORS),
        statistics.i64At(RX_DROPPED),
        statistics.i64At(TX_DROPPED));
  }

  private static byte[] header(int index) {
    return ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder()).putInt(4, index).array();
  }
}
