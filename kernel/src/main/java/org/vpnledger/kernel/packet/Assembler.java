package org.vpnledger.kernel.packet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts instructions in a row, with names for the places that are jumped to. All jumps go forward,
 * as the kernel demands.
 */
final class Assembler {
  private final List<Instruction> row = new ArrayList<>();
  private final Map<Integer, String> jumps = new HashMap<>();
  private final Map<String, Integer> labels = new HashMap<>();

  Assembler then(int code, int operand) {
    row.add(new Instruction(code, 0, 0, operand));
    return this;
  }

  /** The next instruction is to be found under this name. */
  Assembler label(String name) {
    if (labels.putIfAbsent(name, row.size()) != null) {
      throw new IllegalArgumentException("twice: " + name);
    }
    return this;
  }

  Assembler jump(String label) {
    jumps.put(row.size(), label);
    return then(Instruction.JUMP, 0);
  }

  Assembler jumpIfEqual(int operand, String label) {
    return jumpIf(Instruction.JUMP_IF_EQUAL, operand, label);
  }

  Assembler jumpIfAtLeast(int operand, String label) {
    return jumpIf(Instruction.JUMP_IF_AT_LEAST, operand, label);
  }

  Assembler jumpIfAnyBit(int operand, String label) {
    return jumpIf(Instruction.JUMP_IF_ANY_BIT, operand, label);
  }

  /** A comparison reaches no further than 255 instructions, a jump anywhere: so these are two. */
  private Assembler jumpIf(int code, int operand, String label) {
    row.add(new Instruction(code, 0, 1, operand));
    return jump(label);
  }

  Program assemble() {
    List<Instruction> assembled = new ArrayList<>(row);
    jumps.forEach((from, label) -> {
      Integer to = labels.get(label);
      if (to == null || to <= from) {
        throw new IllegalArgumentException("not ahead: " + label);
      }
      assembled.set(from, new Instruction(Instruction.JUMP, 0, 0, to - from - 1));
    });
    return new Program(assembled);
  }
}
