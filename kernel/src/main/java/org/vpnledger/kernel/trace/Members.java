package org.vpnledger.kernel.trace;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.KernelException;

/** Finds members of structures by their names. */
final class Members {
  private static final int LONGEST_PATH = 16;

  /** Far more than the kernel has; circles, and trees that only hostile bytes have, end here. */
  private static final int DEEPEST = 32;

  private static final int MOST_VISITED = 1 << 20;
  private static final int LARGEST = 1 << 24;

  private final Btf types;
  private int visited;

  Members(Btf types) {
    this.types = types;
  }

  /** A type, and how far it is from where the search began. */
  private record Place(int type, long bits) {}

  /** See {@link KernelTypes#member}. */
  Member find(String structure, String path) throws KernelException {
    String[] names = path.split("\\.", LONGEST_PATH + 1);
    int type = types.structure(structure);
    if (type == 0) {
      throw absent("no struct " + structure);
    }
    if (names.length > LONGEST_PATH) {
      throw absent("no path of more than " + LONGEST_PATH + " members");
    }
    List<Integer> offsets = new ArrayList<>();
    long bits = 0;
    for (String name : names) {
      if (types.kind(type) == Btf.POINTER) {
        offsets.add(bytes(bits, path));
        bits = 0;
        type = meant(types.sizeOrType(type));
      }
      visited = 0;
      Place found = search(type, name.getBytes(StandardCharsets.ISO_8859_1), 0);
      if (found == null) {
        throw absent("no member " + name + " in " + structure + ", on the way to " + path);
      }
      bits += found.bits();
      type = meant(found.type());
    }
    offsets.add(bytes(bits, path));
    return new Member(offsets, (int) size(type, 0));
  }

  /** A member, or one of those without a name within which it may be. */
  private @Nullable Place search(int type, byte[] name, int depth) throws KernelException {
    int kind = types.kind(type);
    if (kind != Btf.STRUCT && kind != Btf.UNION) {
      return null;
    }
    boolean bitFields = types.hasBitFieldSizes(type);
    int count = types.members(type);
    for (int i = 0; i < count; i++) {
      if (depth > DEEPEST || ++visited > MOST_VISITED) {
        throw Btf.malformed("structures lie too deep in one another");
      }
      int at = Btf.TYPE + i * Btf.MEMBER;
      int text = types.word(type, at);
      int offset = types.word(type, at + 8);
      if (text != 0 && types.isText(text, name)) {
        if (bitFields && offset >>> 24 != 0) {
          throw absent("a bit field is no member that can be fetched");
        }
        return new Place(types.word(type, at + 4), Integer.toUnsignedLong(offset));
      }
      if (text == 0) {
        Place within = search(meant(types.word(type, at + 4)), name, depth + 1);
        if (within != null) {
          long bits = bitFields ? offset & 0xffffff : Integer.toUnsignedLong(offset);
          return new Place(within.type(), within.bits() + bits);
        }
      }
    }
    return null;
  }

  /** The type behind its other names and qualifiers. */
  private int meant(int named) throws KernelException {
    int type = named;
    for (int i = 0; i < DEEPEST; i++) {
      switch (types.kind(type)) {
        case Btf.TYPEDEF, Btf.VOLATILE, Btf.CONST, Btf.RESTRICT, Btf.TYPE_TAG ->
            type = types.sizeOrType(type);
        default -> {
          return type;
        }
      }
    }
    throw Btf.malformed("type " + named + " goes in circles");
  }

  private long size(int type, int depth) throws KernelException {
    long size =
        switch (types.kind(type)) {
          case Btf.INT, Btf.STRUCT, Btf.UNION, Btf.ENUM, Btf.ENUM64, Btf.FLOAT ->
              Integer.toUnsignedLong(types.sizeOrType(type));
          case Btf.POINTER -> ADDRESS.byteSize();
          case Btf.ARRAY -> {
            if (depth > DEEPEST) {
              throw Btf.malformed("arrays lie too deep in one another");
            }
            // 32 bits times what is no more than LARGEST fits into 64.
            yield Integer.toUnsignedLong(types.word(type, Btf.TYPE + 8))
                * size(meant(types.word(type, Btf.TYPE)), depth + 1);
          }
          default -> throw absent("a member without a size");
        };
    if (size > LARGEST) {
      throw Btf.malformed("type " + type + " says a size of " + size);
    }
    return size;
  }

  private static int bytes(long bits, String path) throws KernelException {
    if (bits % 8 != 0 || bits / 8 > LARGEST) {
      throw absent("no address of " + path);
    }
    return (int) (bits / 8);
  }

  private static KernelException absent(String what) {
    return new KernelException("find a member in the kernel's types", 0, what);
  }
}
