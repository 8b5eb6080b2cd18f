package org.vpnledger.kernel.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.kernel.packet.Condition.End;

/**
 * Makes a condition into instructions. Each condition becomes a piece that ends by jumping to one
 * label if it holds and to another if not; all jumps go forward.
 */
final class FilterCompiler {
  private static final int VERSION = 0xf0;
  private static final int FRAGMENT_OFFSET = 0x1fff;
  private static final int IPV6_HEADER = 40;
  private static final int FRAGMENT_HEADER = 44;
  private static final List<Integer> DNS_PORTS = List.of(53, 5353, 5355);
  private static final List<Integer> WITH_PORTS = List.of(6, 17, 132, 136, 33);

  private final Assembler out = new Assembler();
  private int labels;

  private FilterCompiler() {}

  static Program compile(@Nullable Condition condition, int headers, int dns) {
    FilterCompiler compiler = new FilterCompiler();
    if (condition != null) {
      compiler.emit(condition, "wanted", "unwanted");
      compiler.out.label("unwanted").then(Instruction.RETURN, 0);
      compiler.out.label("wanted");
    }
    if (dns != headers) {
      // A load behind the end of a packet ends the filter, and would lose packets that are cut
      // off: so only those are looked into that are longer than all that is looked at.
      compiler
          .out
          .then(Instruction.LOAD_LENGTH, 0)
          .jumpIfAtLeast(headers + 1, "long")
          .then(Instruction.RETURN, headers)
          .label("long");
      for (int port : DNS_PORTS) {
        String other = compiler.fresh();
        compiler.emit(new Condition.Port(End.EITHER, port, port), "whole", other);
        compiler.out.label(other);
      }
    }
    compiler.out.then(Instruction.RETURN, headers);
    if (dns != headers) {
      compiler.out.label("whole").then(Instruction.RETURN, dns);
    }
    return compiler.out.assemble();
  }

  private String fresh() {
    return "place " + ++labels;
  }

  private void emit(Condition condition, String yes, String no) {
    switch (condition) {
      case Condition.And(Condition left, Condition right) -> {
        String both = fresh();
        emit(left, both, no);
        out.label(both);
        emit(right, yes, no);
      }
      case Condition.Or(Condition left, Condition right) -> {
        String other = fresh();
        emit(left, yes, other);
        out.label(other);
        emit(right, yes, no);
      }
      case Condition.Not(Condition that) -> emit(that, no, yes);
      case Condition.Version(int version) -> version(version, yes, no);
      case Condition.Protocol(int number) -> protocol(number, yes, no);
      case Condition.In in -> network(in, yes, no);
      case Condition.Port port -> port(port, yes, no);
    }
  }

  private void version(int version, String yes, String no) {
    out.then(Instruction.LOAD_BYTE, 0)
        .then(Instruction.AND, VERSION)
        .jumpIfEqual(version << 4, yes)
        .jump(no);
  }

  private void protocol(int number, String yes, String no) {
    String ipv4 = fresh();
    String ipv6 = fresh();
    String maybeIpv6 = fresh();
    version(4, ipv4, maybeIpv6);
    out.label(maybeIpv6);
    version(6, ipv6, no);
    out.label(ipv4).then(Instruction.LOAD_BYTE, 9).jumpIfEqual(number, yes).jump(no);
    String fragment = fresh();
    out.label(ipv6)
        .then(Instruction.LOAD_BYTE, 6)
        .jumpIfEqual(number, yes)
        .jumpIfEqual(FRAGMENT_HEADER, fragment)
        .jump(no)
        .label(fragment)
        .then(Instruction.LOAD_BYTE, IPV6_HEADER)
        .jumpIfEqual(number, yes)
        .jump(no);
  }

  private void network(Condition.In in, String yes, String no) {
    boolean ipv4 = in.address().size() == 1;
    String right = fresh();
    version(ipv4 ? 4 : 6, right, no);
    out.label(right);
    for (End end : in.end().ends()) {
      int from = ipv4 ? 12 : 8;
      int at = end == End.SOURCE ? from : from + 4 * in.address().size();
      String other = fresh();
      for (int i = 0; i < in.address().size() && in.prefix() > 32 * i; i++) {
        int bits = Math.min(in.prefix() - 32 * i, 32);
        String same = fresh();
        out.then(Instruction.LOAD_WORD, at + 4 * i)
            .then(Instruction.AND, -1 << (32 - bits))
            .jumpIfEqual(in.address().get(i), same)
            .jump(other)
            .label(same);
      }
      out.jump(yes).label(other);
    }
    out.jump(no);
  }

  private void port(Condition.Port port, String yes, String no) {
    String ipv4 = fresh();
    String ipv6 = fresh();
    String maybeIpv6 = fresh();
    String ports = fresh();
    version(4, ipv4, maybeIpv6);
    out.label(maybeIpv6);
    version(6, ipv6, no);
    out.label(ipv6).then(Instruction.X_NUMBER, IPV6_HEADER).then(Instruction.LOAD_BYTE, 6);
    WITH_PORTS.forEach(one -> out.jumpIfEqual(one, ports));
    out.jump(no)
        .label(ipv4)
        .then(Instruction.X_HEADER_LENGTH, 0)
        .then(Instruction.LOAD_HALF, 6)
        .jumpIfAnyBit(FRAGMENT_OFFSET, no)
        .then(Instruction.LOAD_BYTE, 9);
    WITH_PORTS.forEach(one -> out.jumpIfEqual(one, ports));
    out.jump(no).label(ports);
    for (End end : port.end().ends()) {
      String other = fresh();
      out.then(Instruction.LOAD_HALF_FROM_X, end == End.SOURCE ? 0 : 2);
      if (port.to() < 0xffff) {
        out.jumpIfAtLeast(port.to() + 1, other);
      }
      out.jumpIfAtLeast(port.from(), yes).label(other);
    }
    out.jump(no);
  }
}
