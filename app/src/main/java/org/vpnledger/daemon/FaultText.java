package org.vpnledger.daemon;

import org.vpnledger.flow.decode.Fault;

/** Why packets were not understood, for people. */
final class FaultText {
  private FaultText() {}

  static String of(Fault fault) {
    return switch (fault) {
      case NONE -> "no fault";
      case NOT_IP -> "neither IPv4 nor IPv6 in them";
      case SHORT_IP_HEADER -> "an IP header that is cut off";
      case WRONG_HEADER_LENGTH -> "a wrong header length";
      case WRONG_TOTAL_LENGTH -> "a wrong total length";
      case WRONG_EXTENSIONS -> "wrong extension headers";
      case SHORT_TRANSPORT_HEADER -> "a transport header that is cut off";
      case UNKNOWN_FRAGMENT -> "ports that an earlier fragment had, which was not seen";
      case WRONG_UDP_LENGTH -> "a wrong length of UDP";
    };
  }
}
