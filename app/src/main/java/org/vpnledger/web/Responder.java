package org.vpnledger.web;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request: asks the guard, then the page, then writes piece by piece. */
final class Responder implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  /** What is handed to the socket at once, which makes a copy of it outside the heap. */
  private static final int PIECE = 32 << 10;

  static final List<Header> ALWAYS =
      List.of(
          HeaderValues.create("X-Content-Type-Options", "nosniff"),
          HeaderValues.create("Cache-Control", "no-store"));
  private static final Header VARY = HeaderValues.create("Vary", "Accept, Accept-Encoding");

  private final Site site;
  private final Guard guard;
  private final Connections connections;
  private final Tally tally;
  private final Bounds bounds;
  private final Semaphore turns;

  Responder(Site site, Guard guard, Connections connections, Tally tally, Bounds bounds) {
    this.site = site;
    this.guard = guard;
    this.connections = connections;
    this.tally = tally;
    this.bounds = bounds;
    turns = new Semaphore(bounds.answering(), true);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    if (!(request.remotePeer().address() instanceof InetSocketAddress client)) {
      throw new CloseConnectionException("a client without an address");
    }
    Visit visit = connections.of(client);
    if (visit == null) {
      throw new CloseConnectionException("it was cut meanwhile");
    }
    connections.answers(visit);
    boolean last =
        request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
            || request
                .headers()
                .contains(HeaderNames.TRANSFER_ENCODING); // nobody reads what follows
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    Reply reply = reply(request, client);
    tally.add(reply.answer().status());
    boolean bodyless = request.prologue().method().equals(Method.HEAD);
    send(visit, reply, response, bodyless);
    if (last) {
      throw new CloseConnectionException("it was the last request"); // the server would wait on
    }
  }

  private Reply reply(ServerRequest request, InetSocketAddress client) {
    if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
      return Reply.text(413, "a request has no body here");
    }
    Reply refusal = guard.refusal(client.getAddress(), header(request, HeaderNames.AUTHORIZATION));
    if (refusal != null) {
      return refusal;
    }
    Method method = request.prologue().method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      return new Reply(Answer.text(405, "GET and HEAD only"), Map.of("Allow", "GET, HEAD"));
    }
    String path = Site.path(request.prologue().uriPath().rawPath());
    Page page = site.page(path);
    if (page == null) {
      return site.without(path);
    }
    Map<String, String> query;
    try {
      query = Query.parse(request.prologue().query().rawValue());
    } catch (IllegalArgumentException e) {
      return Reply.text(400, String.valueOf(e.getMessage()));
    }
    return inTurn(
        page,
        new Request(
            path,
            query,
            header(request, HeaderNames.ACCEPT),
            AcceptEncoding.allowsGzip(header(request, HeaderNames.ACCEPT_ENCODING))));
  }

  /** A turn ends before anything is written: who reads slowly takes no turn from others. */
  private Reply inTurn(Page page, Request request) {
    try {
      if (!turns.tryAcquire(bounds.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        return Reply.later(503, "too many requests at once: try again later", 1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("the listener is closed");
    }
    try {
      return Reply.of(page.answer(request));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("web: {} could not be answered: {}", request.path(), e.toString());
      LOG.debug("web: {}", request.path(), e);
      return Reply.text(500, "this could not be answered; the log says why");
    } finally {
      turns.release();
    }
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().contains(name)
        ? String.join(", ", request.headers().values(name))
        : "";
  }

  private void send(Visit visit, Reply reply, ServerResponse response, boolean bodyless)
      throws IOException {
    Answer answer = reply.answer();
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    ALWAYS.forEach(response::header);
    response.header(VARY);
    if (answer.encoding() != null) {
      response.header(HeaderNames.CONTENT_ENCODING, answer.encoding());
    }
    reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    long length = answer.length();
    response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    if (bodyless || length == 0) {
      response.send();
      return;
    }
    connections.carries(visit, answer.body(), length);
    try (OutputStream out = response.outputStream()) {
      for (byte[] chunk : answer.body()) {
        for (int from = 0; from < chunk.length; from += PIECE) {
          out.write(chunk, from, Math.min(PIECE, chunk.length - from));
        }
      }
    }
  }
}
