package org.vpnledger.web;

import java.util.Map;

/**
 * What a client asks for, by GET or HEAD; whether it may ask has been seen to.
 *
 * @param path the page's path as it was registered, without the query
 * @param query the query's parameters by name, decoded as HTML forms are ({@code +} is a space);
 *     none is given twice, and 32 are the most
 * @param accept the Accept header as it was sent, several joined by commas; "" if there is none
 * @param takesGzip whether the client understands a body in gzip (RFC 9110, 12.5.3)
 */
public record Request(String path, Map<String, String> query, String accept, boolean takesGzip) {
  /** Copies the parameters. */
  public Request {
    query = Map.copyOf(query);
  }
}
