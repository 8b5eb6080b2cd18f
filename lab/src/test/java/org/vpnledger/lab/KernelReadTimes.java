package org.vpnledger.lab;

/**
 * Times what one look at 10,000 peers takes in a real kernel: by netlink, and by spawning wg. For
 * the benchmarks; prints a line for each kernel: its name, then the median and the best of each in
 * milliseconds, separated by tabs.
 */
final class KernelReadTimes {
  private static final int PEERS = 10_000;
  private static final int LOOKS = 30;

  private KernelReadTimes() {}

  public static void main(String... arguments) {
    for (Kernel kernel : Kernel.values()) {
      try (Guest guest = Guest.boot(kernel);
          GuestNamespace namespace = GuestNamespace.create(guest)) {
        namespace.output("ip link add wg0 type wireguard");
        namespace.configure("wg0", KernelReadingTest.peers(PEERS));
        String[] words = KernelReadingTest.read(namespace, "time " + LOOKS).strip().split("\\s+");
        System.out.println(
            "%s\t%.1f\t%.1f\t%.1f\t%.1f"
                .formatted(
                    kernel,
                    millis(words[1]),
                    millis(words[2]),
                    millis(words[4]),
                    millis(words[5])));
      }
    }
  }

  private static double millis(String micros) {
    return Long.parseLong(micros) / 1000.0;
  }
}
