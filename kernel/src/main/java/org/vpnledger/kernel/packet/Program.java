package org.vpnledger.kernel.packet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout.OfInt;
import java.lang.foreign.ValueLayout.OfShort;
import java.nio.ByteOrder;
import java.util.List;
import org.vpnledger.kernel.KernelException;
import org.vpnledger.kernel.Libc;

/**
 * A filter as the kernel runs it, Documentation/networking/filter.rst. It can be run here too: on
 * packets of a file, to which the kernel has nothing to say.
 */
record Program(List<Instruction> row) {
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final OfInt NET_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final OfShort NET_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  Program {
    row = List.copyOf(row);
  }

  /**
   * Lets through to a socket only what it finds, from now on:
   *
   * <pre>
   * struct sock_fprog { u16 len; struct sock_filter *filter; };
   * </pre>
   */
  void attachTo(int descriptor) throws KernelException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment instructions = call.allocate((long) Instruction.SIZE * row.size(), 4);
      for (int i = 0; i < row.size(); i++) {
        Instruction each = row.get(i);
        long at = (long) Instruction.SIZE * i;
        instructions.set(JAVA_SHORT, at, (short) each.code());
        instructions.set(JAVA_BYTE, at + 2, (byte) each.ifTrue());
        instructions.set(JAVA_BYTE, at + 3, (byte) each.ifFalse());
        instructions.set(JAVA_INT, at + 4, each.operand());
      }
      MemorySegment whole = call.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
      whole.set(JAVA_SHORT, 0, (short) row.size());
      whole.set(ADDRESS, ADDRESS.byteSize(), instructions);
      int result = Libc.setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, whole);
      if (result < 0) {
        throw new KernelException("filter packets", -result);
      }
    }
  }

  /**
   * What the kernel would say.
   *
   * @param at where the network header begins
   * @param length how many bytes are there
   * @return how many bytes of the packet are wanted, 0 for none
   */
  int run(MemorySegment memory, long at, int length) {
    int accumulator = 0;
    int index = 0;
    for (int pc = 0; ; pc++) {
      Instruction each = row.get(pc);
      int operand = each.operand();
      switch (each.code()) {
        case Instruction.LOAD_BYTE -> {
          if (isOutside(operand, 1, length)) {
            return 0;
          }
          accumulator = memory.get(JAVA_BYTE, at + operand) & 0xff;
        }
        case Instruction.LOAD_HALF, Instruction.LOAD_HALF_FROM_X -> {
          long from = (each.code() == Instruction.LOAD_HALF ? 0L : index) + operand;
          if (isOutside(from, 2, length)) {
            return 0;
          }
          accumulator = memory.get(NET_SHORT, at + from) & 0xffff;
        }
        case Instruction.LOAD_WORD, Instruction.LOAD_WORD_FROM_X -> {
          long from = (each.code() == Instruction.LOAD_WORD ? 0L : index) + operand;
          if (isOutside(from, 4, length)) {
            return 0;
          }
          accumulator = memory.get(NET_INT, at + from);
        }
        case Instruction.LOAD_LENGTH -> accumulator = length;
        case Instruction.X_HEADER_LENGTH -> {
          if (isOutside(operand, 1, length)) {
            return 0;
          }
          index = 4 * (memory.get(JAVA_BYTE, at + operand) & 0xf);
        }
        case Instruction.X_NUMBER -> index = operand;
        case Instruction.AND -> accumulator &= operand;
        case Instruction.JUMP -> pc += operand;
        case Instruction.JUMP_IF_EQUAL ->
            pc += accumulator == operand ? each.ifTrue() : each.ifFalse();
        case Instruction.JUMP_IF_AT_LEAST ->
            pc +=
                Integer.compareUnsigned(accumulator, operand) >= 0 ? each.ifTrue() : each.ifFalse();
        case Instruction.JUMP_IF_ANY_BIT ->
            pc += (accumulator & operand) == 0 ? each.ifFalse() : each.ifTrue();
        case Instruction.RETURN -> {
          return operand;
        }
        default -> throw new IllegalStateException("no instruction: " + each.code());
      }
    }
  }

  private static boolean isOutside(long from, int bytes, int length) {
    return from < 0 || from + bytes > length;
  }
}
