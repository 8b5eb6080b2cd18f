package org.vpnledger.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of TLS, in PEM (RFC 7468). They are read again when they have changed.
 *
 * @param certificate the server's certificate and those between it and its authority, in this order
 * @param key its private key, not encrypted: PKCS#8, PKCS#1 (RSA) or SEC 1 (elliptic curves); may
 *     be the same file
 * @param clientCa the authorities whose certificates clients must show; then these are all that is
 *     asked of them
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {}
