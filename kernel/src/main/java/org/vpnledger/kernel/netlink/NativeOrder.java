package org.vpnledger.kernel.netlink;

import java.nio.ByteOrder;

/** Numbers in the byte order of this machine, which is netlink's. Never reads outside the array. */
final class NativeOrder {
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private NativeOrder() {}

  static int u16(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return LITTLE ? first | second << 8 : first << 8 | second;
  }

  static int i32(byte[] bytes, int at) {
    int first = u16(bytes, at);
    int second = u16(bytes, at + 2);
    return LITTLE ? first | second << 16 : first << 16 | second;
  }

  static long i64(byte[] bytes, int at) {
    long first = Integer.toUnsignedLong(i32(bytes, at));
    long second = Integer.toUnsignedLong(i32(bytes, at + 4));
    return LITTLE ? first | second << 32 : first << 32 | second;
  }
}
