package org.vpnledger.kernel.netlink;

/** Takes the messages of an answer, one after the other. */
@FunctionalInterface
public interface MessageHandler {
  /**
   * One message.
   *
   * @param type what the header says it is
   * @param bytes valid during this call only; they may hold secrets and are wiped thereafter
   * @param from where the message begins, after netlink's own header
   * @param to before which place it ends
   */
  void message(int type, byte[] bytes, int from, int to) throws MalformedMessageException;
}
