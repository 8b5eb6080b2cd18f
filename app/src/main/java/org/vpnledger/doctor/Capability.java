package org.vpnledger.doctor;

/** Those of capabilities(7) that something here needs. */
enum Capability {
  DAC_OVERRIDE(1),
  NET_ADMIN(12),
  NET_RAW(13),
  SYS_PTRACE(19),
  SYS_ADMIN(21),
  SYSLOG(34);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /** Its bit. */
  int number() {
    return number;
  }

  /** {@code CAP_NET_ADMIN}. */
  @Override
  public String toString() {
    return "CAP_" + name();
  }
}
