package org.vpnledger.place;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vpnledger.vpn.Address;

/**
 * A service in the manner of ipinfo.io that is asked by HTTP for one address at a time. Its answers
 * are bounded in size and time, and it leads nowhere else. Used by one thread.
 */
final class LookupService implements AutoCloseable {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int LONGEST_TOKEN = 512;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String url;
  private final Optional<Path> tokenFile;
  private final Duration patience;
  private final HttpClient client;

  /** What it said. */
  sealed interface Answer {
    /** What is known, which may be nothing. */
    record Known(Facts facts) implements Answer {}

    /**
     * It did not say.
     *
     * @param reason one line for people
     * @param pause how long to leave it alone
     * @param ofAny whether it is sure to have said the same of any address
     */
    record Refused(String reason, Duration pause, boolean ofAny) implements Answer {}
  }

  /**
   * A service.
   *
   * @param url with {@code {ip}} where the address goes
   * @param tokenFile with what it knows us by, absent for nothing
   * @param patience how long one answer may take in all
   */
  LookupService(String url, Optional<Path> tokenFile, Duration patience) {
    this.url = url;
    this.tokenFile = tokenFile;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** For people. */
  String name() {
    return URI.create(url.replace("{ip}", "0")).getHost();
  }

  /** Asks for an address, which must be a public one. */
  Answer ask(Address address) throws InterruptedException {
    if (!PublicAddress.is(address)) {
      throw new IllegalArgumentException("an address that is nobody's business outside");
    }
    try {
      return answer(send(request(address)));
    } catch (IOException e) {
      return new Answer.Refused(String.valueOf(e.getMessage()), Duration.ofMinutes(5), false);
    }
  }

  private HttpRequest request(Address address) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.replace("{ip}", address.toString())))
            .timeout(patience)
            .header("Accept", "application/json")
            .header("User-Agent", "vpnledger");
    if (tokenFile.isPresent()) {
      request.header("Authorization", "Bearer " + token(tokenFile.get()));
    }
    return request.build();
  }

  /** Read each time, so that it can be changed, and never stands in the settings. */
  private static String token(Path file) throws IOException {
    String token;
    try (InputStream in = Files.newInputStream(file)) {
      token = new String(in.readNBytes(LONGEST_TOKEN + 1), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw new IOException(
          "place.lookup_token_file: " + file + " cannot be read: " + e.getMessage(), e);
    }
    if (token.isEmpty()
        || token.length() > LONGEST_TOKEN
        || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IOException("place.lookup_token_file: " + file + ": expected one word");
    }
    return token;
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    // The client's own timeout ends with the headers: a body may drip for ever.
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      String reason = e.getCause() == null ? null : e.getCause().getMessage();
      throw new IOException(
          reason == null || reason.isEmpty() ? "cannot be reached" : PlaceText.plain(reason), e);
    } finally {
      sent.cancel(true);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) throws IOException {
    int status = response.statusCode();
    return switch (status) {
      case 200 -> new Answer.Known(Layout.read(JsonRecord.parse(response.body())));
      case 401, 403 ->
          new Answer.Refused("denied (%d): is the token right?".formatted(status), HOUR, false);
      case 429 -> new Answer.Refused("asked too often (429)", retryAfter(response), true);
      // To be paid for, by a proxy, too slow, too early: these say nothing of the address.
      case 402, 407, 408, 425 -> throw new IOException("answered with status " + status);
      default -> {
        if (status >= 400 && status < 500) {
          yield new Answer.Known(Facts.NONE); // it will never know of this one
        }
        throw new IOException("answered with status " + status);
      }
    };
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    if (seconds.isEmpty()
        || seconds.length() > 9
        || !seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return HOUR;
    }
    Duration pause = Duration.ofSeconds(Math.max(1, Long.parseLong(seconds)));
    return pause.compareTo(DAY) > 0 ? DAY : pause;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
