package org.vpnledger.kernel.packet;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Which packets are wanted, and how much of each: headers, and of DNS all. The kernel runs it on
 * every packet; packets of files are held against it here.
 *
 * <p>IPv6 with extension headers, and later fragments, have no ports for it, as with tcpdump; of
 * extension headers only the fragment header is looked behind, for a protocol.
 */
public final class PacketFilter {
  /** The longest headers of IPv4 and TCP are 120. */
  private static final int HEADERS = 128;

  private static final int ALL = 0x40000;
  private static final int MOST_INSTRUCTIONS = 4096; // BPF_MAXINSNS

  private final Program program;

  private PacketFilter(Program program) {
    this.program = program;
  }

  /**
   * Of all packets.
   *
   * @param wholeDns whether all of a packet of DNS is wanted, and not only its headers
   */
  public static PacketFilter all(boolean wholeDns) {
    return compiled(null, wholeDns);
  }

  /**
   * Of those that an expression describes: {@code host ADDRESS}, {@code net NETWORK}, {@code port
   * N} or {@code N-M}, {@code proto tcp|udp|icmp|icmp6|sctp|gre|esp|N}, {@code ip}, {@code ip6},
   * the first three with {@code src} or {@code dst} before them, the protocols' names also alone;
   * joined by {@code and}, {@code or}, {@code not} and parentheses, as tcpdump has them: {@code
   * and} binds no closer than {@code or}.
   *
   * @throws IllegalArgumentException with a line that says what is wrong, and where
   */
  public static PacketFilter of(String expression, boolean wholeDns) {
    return compiled(new FilterParser(expression).parse(), wholeDns);
  }

  private static PacketFilter compiled(@Nullable Condition condition, boolean wholeDns) {
    Program program = FilterCompiler.compile(condition, HEADERS, wholeDns ? ALL : HEADERS);
    if (program.row().size() > MOST_INSTRUCTIONS) {
      throw new IllegalArgumentException("the filter is too long for the kernel");
    }
    return new PacketFilter(program);
  }

  Program program() {
    return program;
  }

  /**
   * Whether a packet is wanted.
   *
   * @param at where its network header begins
   * @param captured how many bytes are there
   */
  public boolean wants(MemorySegment memory, long at, int captured) {
    return program.run(memory, at, captured) != 0;
  }
}
