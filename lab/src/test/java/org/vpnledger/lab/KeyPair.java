package org.vpnledger.lab;

/** A WireGuard key pair in base64. */
record KeyPair(String privateKey, String publicKey) {
  static KeyPair generate() {
    String privateKey = Command.of("wg", "genkey").output().strip();
    return new KeyPair(privateKey, Command.of("wg", "pubkey").reading(privateKey).output().strip());
  }

  static String presharedKey() {
    return Command.of("wg", "genpsk").output().strip();
  }

  /** Never shows the private key, not even in a failing test. */
  @Override
  public String toString() {
    return publicKey;
  }
}
