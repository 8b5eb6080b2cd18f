package org.vpnledger.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.Errno;
import org.vpnledger.kernel.KernelException;

/**
 * A family of generic netlink: a number that the kernel gives to a name when a module registers it.
 * After netlink's header comes {@code struct genlmsghdr}:
 *
 * <pre>
 *  0         1         2          4
 * +---------+---------+----------+------------
 * | command | version | reserved | attributes
 * +---------+---------+----------+------------
 * </pre>
 *
 * @param name the family's
 * @param id what stands for it in messages
 */
public record GenericFamily(String name, int id) {
  /** The length of the header that all messages of a family have. */
  public static final int HEADER = 4;

  private static final int CONTROL_FAMILY = 16;
  private static final byte GET_FAMILY = 3;
  private static final byte CONTROL_VERSION = 1;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;

  /**
   * Looks a family up.
   *
   * @return absent when no module has registered that name
   */
  public static @Nullable GenericFamily find(NetlinkSocket socket, String name, Duration within)
      throws KernelException, MalformedMessageException, InterruptedException {
    Request request =
        Request.one("netlink find family " + name, CONTROL_FAMILY)
            .with(header(GET_FAMILY, CONTROL_VERSION))
            .with(FAMILY_NAME, name);
    int[] id = new int[1];
    try {
      socket.ask(
          request,
          within,
          (_, bytes, from, to) -> {
            Attributes attributes = attributes(bytes, from, to);
            while (attributes.next()) {
              if (attributes.type() == FAMILY_ID) {
                id[0] = attributes.u16();
              }
            }
            attributes.check();
          });
    } catch (KernelException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
    return id[0] == 0 ? null : new GenericFamily(name, id[0]);
  }

  /** Asks for all that a command of this family gives, version 1. */
  public Request dump(String operation, int command) {
    return Request.dump(operation, id).with(header((byte) command, (byte) 1));
  }

  /** What follows the two headers of a message. */
  public static Attributes attributes(byte[] bytes, int from, int to)
      throws MalformedMessageException {
    if (to - from < HEADER) {
      throw new MalformedMessageException("a message of " + (to - from) + " bytes");
    }
    return Attributes.over(bytes, from + HEADER, to);
  }

  private static byte[] header(byte command, byte version) {
    return ByteBuffer.allocate(HEADER)
        .order(ByteOrder.nativeOrder())
        .put(command)
        .put(version)
        .array();
  }
}
