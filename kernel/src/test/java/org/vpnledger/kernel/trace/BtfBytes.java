package org.vpnledger.kernel.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes types as the kernel does; what is read of them is {@link Btf}'s. */
final class BtfBytes {
  private final int firstType;
  private final int firstText;
  private final StringBuilder texts = new StringBuilder("\0");
  private final List<int[]> types = new ArrayList<>();

  private BtfBytes(int firstType, int firstText) {
    this.firstType = firstType;
    this.firstText = firstText;
  }

  static BtfBytes kernel() {
    return new BtfBytes(1, 0);
  }

  BtfBytes module() {
    BtfBytes module = new BtfBytes(firstType + types.size(), firstText + texts.length());
    module.texts.setLength(0);
    return module;
  }

  int text(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    texts.append(text).append('\0');
    return firstText + texts.length() - text.length() - 1;
  }

  /** A type with these words after its name. */
  int type(String name, int kind, int vlen, int sizeOrType, int... more) {
    int[] words = new int[3 + more.length];
    words[0] = text(name);
    words[1] = kind << 24 | vlen;
    words[2] = sizeOrType;
    System.arraycopy(more, 0, words, 3, more.length);
    types.add(words);
    return firstType + types.size() - 1;
  }

  int integer(int bytes) {
    return type("int" + bytes, Btf.INT, 0, bytes, bytes * 8);
  }

  int pointer(int to) {
    return type("", Btf.POINTER, 0, to);
  }

  int array(int of, int count) {
    return type("", Btf.ARRAY, 0, 0, of, 1, count);
  }

  /** Members as text, type and offset in bits, each three. */
  int struct(String name, int size, Object... members) {
    return structure(name, Btf.STRUCT, size, members);
  }

  int structure(String name, int kind, int size, Object... members) {
    int[] words = new int[members.length];
    for (int i = 0; i < members.length; i++) {
      words[i] = members[i] instanceof String text ? text(text) : (Integer) members[i];
    }
    return type(name, kind, members.length / 3, size, words);
  }

  byte[] bytes(ByteOrder order) {
    int length = types.stream().mapToInt(words -> words.length * 4).sum();
    ByteBuffer bytes = ByteBuffer.allocate(24 + length + texts.length()).order(order);
    bytes.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0);
    bytes.putInt(24).putInt(0).putInt(length).putInt(length).putInt(texts.length());
    types.forEach(words -> {
      for (int word : words) {
        bytes.putInt(word);
      }
    });
    bytes.put(texts.toString().getBytes(StandardCharsets.ISO_8859_1));
    return bytes.array();
  }

  byte[] bytes() {
    return bytes(ByteOrder.LITTLE_ENDIAN);
  }
}
