package org.vpnledger.audit;

/** What a bundle says of itself, with commands that a test runs. */
final class BundleText {
  private BundleText() {}

  static String of(String gateway, long first, long last) {
    return """
    Events %d to %d of the VPN gateway %s.

    events.jsonl  an event a line, in the canonical form of JSON (RFC 8785). Times are seconds
                  since 1970 UTC: date -d @1769860800.000000000
    hashes.txt    for each line, the SHA-256 of the hash before it and the line
    before.txt    the hash that the first line follows
    head.txt      the last hash, and who vouches for it
    key.pem       the public key of that signature

    To check that nothing in between was changed, removed or put in (bash, in this folder):

      hash=$(cat before.txt)
      while IFS= read -r line && IFS= read -r known <&3; do
        hash=$(printf '%%s\\n%%s\\n' "$hash" "$line" | sha256sum | cut -d' ' -f1)
        [ "$hash" = "$known" ] || { echo "not whole: $line"; break; }
      done < events.jsonl 3< hashes.txt
      [ "$(grep -c '' events.jsonl)" = "$(grep -c '' hashes.txt)" ] || hash='lines were put in at the end'
      grep -x "hash: $hash" head.txt && echo 'the events are those of head.txt'

    To check who signed that:

      grep -v '^signature: ' head.txt > signed.txt
      sed -n 's/^signature: //p' head.txt | base64 -d > signature.bin
      openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in signed.txt -sigfile signature.bin

    Whose key that is, you must know from elsewhere: compare key.pem with the one that you were
    given. And the signer may have signed what he liked: what proves that nobody has rewritten
    history is a head that you, or somebody you trust, was given at the time. Its hash must be
    in hashes.txt, in the line of its number: sed -n "$((SEQ - %d))p" hashes.txt, its seq for SEQ

    With VPN Ledger at hand: vpnledger audit verify --bundle FILE.zip [--key KEY.pem] [--head HEAD.txt]
    """
        .formatted(first, last, gateway, first - 1);
  }
}
