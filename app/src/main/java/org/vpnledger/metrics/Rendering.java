package org.vpnledger.metrics;

import java.util.List;

/**
 * A page as it can be sent.
 *
 * @param status 200, or 503 when there is nothing to show because sources fail
 * @param contentType the value of that header
 * @param gzipped whether the body is compressed
 * @param body in pieces, shared by all who get it, never to be changed
 */
public record Rendering(int status, String contentType, boolean gzipped, List<byte[]> body) {
  public Rendering {
    body = List.copyOf(body);
  }

  /** Of the body as it is sent. */
  public long sizeBytes() {
    return body.stream().mapToLong(chunk -> chunk.length).sum();
  }
}
