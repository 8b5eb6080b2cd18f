package org.vpnledger.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.flow.ipfix.IpfixListener;
import org.vpnledger.flow.ipfix.IpfixTarget;

/** Says in the daemon's log how a collector of flows does. */
final class CollectorLines implements IpfixListener {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorLines.class);

  @Override
  public void failed(IpfixTarget target, String why) {
    LOG.warn("flows: {}: {}; it is tried again, and the flow log has all flows", target, why);
  }

  @Override
  public void recovered(IpfixTarget target, long dropped) {
    LOG.info("flows: {} takes flows again; {} were not sent meanwhile", target, dropped);
  }
}
