package org.vpnledger.audit;

import org.vpnledger.ledger.EventType;

/**
 * The journal's name for each type of event, sd_journal_print(3): {@code journalctl
 * MESSAGE_ID=927c715ea3cc4cc7985e5dd6e62b25e1} shows who came online. Drawn once at random; people
 * filter by them, so they never change.
 */
final class MessageId {
  private MessageId() {}

  static String of(EventType type) {
    return switch (type) {
      case STARTED -> "75506aeb573e451cb3f88d959e1db868";
      case STOPPED -> "eb7f3075d48f4c4d8ce2591c1d04750e";
      case ADDED -> "5a45e1756b5f435a8f983c2ed2834169";
      case ONLINE -> "927c715ea3cc4cc7985e5dd6e62b25e1";
      case OFFLINE -> "a5ee525eaf2e402a88fbc35603dc5693";
      case REMOVED -> "28f69050f13c46bfb5d6c30f249b46fe";
      case ROAMED -> "49b5b99afcf041668a521f1a55272637";
      case SHARED_KEY -> "711addb05fc74edf91835d0ba11fc85b";
      case HANDSHAKE_REJECTED -> "7e8b7371f6fd46728f460715cc992811";
      case RESET -> "76c97048c4f948eb8b79a435f6fb77ba";
      case RENAMED -> "d3ce736a6482438f98361c0ca00173ec";
      case TUNNEL_UP -> "33d3cd657f5b4eca97821b71871b409c";
      case TUNNEL_DOWN -> "b65faf2d64c54d72b5b56802b7c28b04";
      case SOURCE_FAILED -> "275759b140ae48789304eaf6762b3456";
      case SOURCE_RECOVERED -> "9c962a01177e45c487ed98ae7d8f4a4f";
      case CLOCK_STEPPED -> "06f8a453aa2e4060b0c598a4cb9ac588";
      case GAP -> "be2d7fe8bb534220a51218551be03158";
      case NEW_COUNTRY -> "2ccc1cad56de48119a5a6fb93e6d6e13";
      case NEW_PROVIDER -> "50bb80226d57499086bc9c36238f020f";
      case IMPOSSIBLE_TRAVEL -> "b63e280da9ba4f43b14505b61c38c200";
      case PACKETS_DROPPED -> "9df6bc3eb848446fb414106041ee2c16";
    };
  }
}
