package org.vpnledger.kernel.packet;

import java.util.List;

/** Runs a filter as the kernel would, Documentation/networking/filter.rst. */
final class Interpreter {
  private Interpreter() {}

  /** How many bytes of the packet are handed over, 0 for none. */
  static int run(List<Instruction> program, byte[] packet) {
    int a = 0;
    int x = 0;
    int at = 0;
    while (true) {
      Instruction now = program.get(at++);
      int k = now.operand();
      switch (now.code()) {
        case Instruction.LOAD_BYTE, Instruction.X_HEADER_LENGTH -> {
          if (!reaches(packet, k, 1)) {
            return 0;
          }
          int value = big(packet, k, 1);
          a = now.code() == Instruction.LOAD_BYTE ? value : a;
          x = now.code() == Instruction.X_HEADER_LENGTH ? 4 * (value & 0xf) : x;
        }
        case Instruction.LOAD_HALF, Instruction.LOAD_HALF_FROM_X, Instruction.LOAD_WORD_FROM_X -> {
          int from = now.code() == Instruction.LOAD_HALF ? k : x + k;
          int size = now.code() == Instruction.LOAD_WORD_FROM_X ? 4 : 2;
          if (!reaches(packet, from, size)) {
            return 0;
          }
          a = big(packet, from, size);
        }
        case Instruction.X_NUMBER -> x = k;
        case Instruction.AND -> a &= k;
        case Instruction.JUMP -> at += k;
        case Instruction.JUMP_IF_EQUAL -> at += a == k ? now.ifTrue() : now.ifFalse();
        case Instruction.JUMP_IF_ANY_BIT -> at += (a & k) != 0 ? now.ifTrue() : now.ifFalse();
        case Instruction.RETURN -> {
          return k;
        }
        default -> throw new AssertionError("unknown: " + now);
      }
    }
  }

  private static boolean reaches(byte[] packet, int from, int size) {
    return from >= 0 && from + size <= packet.length;
  }

  private static int big(byte[] packet, int from, int size) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | (packet[from + i] & 0xff);
    }
    return value;
  }
}
