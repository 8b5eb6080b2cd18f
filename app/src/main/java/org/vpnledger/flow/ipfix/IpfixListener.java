package org.vpnledger.flow.ipfix;

/** Is told what people should know of an export, once each time; called by its thread. */
public interface IpfixListener {
  /** The collector cannot be reached, or something else is wrong than before. */
  void failed(IpfixTarget target, String why);

  /** It takes flows again; that many were dropped meanwhile. */
  void recovered(IpfixTarget target, long dropped);
}
