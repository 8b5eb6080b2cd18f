package org.vpnledger.daemon;

import java.util.function.Consumer;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.FlowSection;
import org.vpnledger.config.Settings;
import org.vpnledger.flow.ipfix.IpfixTarget;
import org.vpnledger.kernel.packet.PacketFilter;
import org.vpnledger.kernel.packet.RingSize;

/** Settings of the flow log whose text has a meaning of its own. */
final class FlowSettings {
  private FlowSettings() {}

  /** Throws {@link Complaint} with one line that says which key is wrong and what to do. */
  static void requireSound(Settings settings) {
    FlowSection flow = settings.flow();
    require("flow.filter", flow.filter(), text -> PacketFilter.of(text, flow.dns()));
    require("flow.ipfix", flow.ipfix(), IpfixTarget::parse);
    require("flow.ring", Long.toString(flow.ringBytes()), _ -> RingSize.of(flow.ringBytes()));
    if (settings.flowStore().isConfigured()) {
      FlowStoreSettings.of(settings.flowStore());
    }
  }

  private static void require(String key, String text, Consumer<String> reading) {
    if (!text.isEmpty()) {
      try {
        reading.accept(text);
      } catch (IllegalArgumentException e) {
        throw new Complaint(key + ": " + e.getMessage());
      }
    }
  }
}
