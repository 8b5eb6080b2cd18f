package org.vpnledger.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page answers. The body's chunks are sent one after the other and never copied together:
 * the same list may be part of any number of answers, and nobody changes the arrays.
 *
 * @param status 200 to 599, without 204, 205 and 304, which have no body
 * @param contentType the media type as it is sent
 * @param encoding the body's encoding, "gzip", or null for none
 * @param body the chunks, each of any length
 */
public record Answer(int status, String contentType, @Nullable String encoding, List<byte[]> body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  /**
   * Checks the status.
   *
   * @throws IllegalArgumentException if no answer with a body can have that status
   */
  public Answer {
    if (status < 200 || status > 599 || status == 204 || status == 205 || status == 304) {
      throw new IllegalArgumentException("no status of an answer with a body: " + status);
    }
    body = List.copyOf(body);
  }

  /** That text, and a line's end after it. */
  public static Answer text(int status, String text) {
    return new Answer(status, TEXT, null, List.of((text + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** The body's length in bytes. */
  long length() {
    long length = 0;
    for (byte[] chunk : body) {
      length += chunk.length;
    }
    return length;
  }
}
