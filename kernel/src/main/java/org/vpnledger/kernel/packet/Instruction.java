package org.vpnledger.kernel.packet;

/**
 * One step of a filter, {@code struct sock_filter}, Documentation/networking/filter.rst:
 *
 * <pre>
 *  0               2       3       4                               8
 * +---------------+-------+-------+-------------------------------+
 * | code          | if so | if not| operand                       |
 * +---------------+-------+-------+-------------------------------+
 * </pre>
 *
 * @param code what to do
 * @param ifTrue how many instructions to skip if a comparison holds
 * @param ifFalse and if not
 * @param operand a number, or an offset from the beginning of the packet
 */
record Instruction(int code, int ifTrue, int ifFalse, int operand) {
  static final int SIZE = 8;

  // Loads give A, the accumulator, in network byte order; one that reaches over the end of the
  // packet ends the filter: no match.
  static final int LOAD_BYTE = 0x30;
  static final int LOAD_HALF = 0x28;
  static final int LOAD_WORD = 0x20;
  static final int LOAD_HALF_FROM_X = 0x48; // at X + operand
  static final int LOAD_WORD_FROM_X = 0x40;
  static final int LOAD_LENGTH = 0x80; // the whole packet's
  static final int X_HEADER_LENGTH = 0xb1; // X = 4 * (the byte there & 0xf)
  static final int X_NUMBER = 0x01;
  static final int AND = 0x54;
  static final int JUMP = 0x05;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_AT_LEAST = 0x35;
  static final int JUMP_IF_ANY_BIT = 0x45;
  static final int RETURN = 0x06; // how many bytes of the packet to hand over, 0 for none
}
