package org.vpnledger.web;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * The answers to what is no request, which never come to {@link Responder}: one line, and the
 * connection's end. They repeat nothing of what was sent.
 */
final class ErrorAnswers implements DirectHandler {
  private final Tally tally;

  private ErrorAnswers(Tally tally) {
    this.tally = tally;
  }

  static DirectHandlers all(Tally tally) {
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      builder.addHandler(type, new ErrorAnswers(tally));
    }
    return builder.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    // What a page throws is answered elsewhere: here it is the client's bytes that nobody
    // understood.
    Status sent = status.code() >= 500 && status.code() < 505 ? Status.BAD_REQUEST_400 : status;
    tally.add(sent.code());
    TransportResponse.Builder response =
        TransportResponse.builder()
            .status(sent)
            .keepAlive(false)
            .header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN)
            .entity(text(sent.code()) + "\n");
    Responder.ALWAYS.forEach(response::header);
    return response.build();
  }

  private static String text(int status) {
    return switch (status) {
      case 413 -> "a request has no body here";
      case 414 -> "the request line is too long";
      case 505 -> "HTTP/1.1 only";
      default -> "no request that HTTP/1.1 allows, or too long";
    };
  }
}
