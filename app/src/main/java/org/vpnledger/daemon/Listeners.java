package org.vpnledger.daemon;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.cli.Complaint;
import org.vpnledger.config.Settings;
import org.vpnledger.web.Access;
import org.vpnledger.web.Bounds;
import org.vpnledger.web.Credential;
import org.vpnledger.web.ListenAddress;
import org.vpnledger.web.Listener;
import org.vpnledger.web.Page;
import org.vpnledger.web.TlsFiles;

/**
 * The addresses at which the daemon is asked. One that is taken, by an exporter that is to be
 * replaced perhaps, is no reason to keep no ledger: it is tried again until it is free.
 */
final class Listeners implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final String NONE = "none";

  private final Settings.Web settings;
  private final Console console;
  private final List<Listener> open = new CopyOnWriteArrayList<>();
  private final List<Thread> waiting = new ArrayList<>();
  private volatile boolean closed;

  private Listeners(Settings.Web settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  static Listeners open(Settings.Web settings, Views views, Console console) {
    Listeners listeners = new Listeners(settings, console);
    listeners.begin("listen", settings.listen(), views.all(), "/metrics");
    listeners.begin("health_listen", settings.healthListen(), views.health(), "/health");
    return listeners;
  }

  private void begin(String key, String text, Map<String, Page> pages, String first) {
    ListenAddress address = address(key, text);
    if (address != null) {
      String trouble = attempt(address, pages, first);
      if (trouble != null) {
        tell(key, trouble);
        waiting.add(
            Thread.ofVirtual()
                .name(key)
                .start(() -> tryAgain(key, address, pages, first, trouble)));
      }
    }
  }

  private void tryAgain(
      String key, ListenAddress address, Map<String, Page> pages, String first, String before) {
    String told = before;
    try {
      while (true) {
        Thread.sleep(AGAIN);
        String trouble = attempt(address, pages, first);
        if (trouble == null) {
          return;
        }
        if (!trouble.equals(told)) {
          tell(key, trouble);
          told = trouble;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon is stopping
    }
  }

  private static void tell(String key, String trouble) {
    LOG.warn(
        "{}: {}; it is tried again every {} s, and the ledger is kept meanwhile",
        key,
        trouble,
        AGAIN.toSeconds());
  }

  /** Returns what is the matter, or nothing if it listens. */
  private @Nullable String attempt(ListenAddress address, Map<String, Page> pages, String first) {
    try {
      Listener listener =
          Listener.start(address, access(settings), tls(settings), pages, Bounds.USUAL);
      open.add(listener);
      if (closed) {
        listener.close();
      }
      String scheme = settings.certificate().isPresent() ? "https" : "http";
      console.say("serving  " + scheme + "://" + address + first);
      return null;
    } catch (IOException e) {
      return e.getMessage()
          + (e.getCause() instanceof BindException ? ": is another exporter there?" : "");
    } catch (RuntimeException e) {
      LOG.debug("listener", e);
      return "unexpected error, please report it: " + e;
    }
  }

  /** How many answers were given, by status. */
  Map<Integer, Long> answers() {
    Map<Integer, Long> all = new TreeMap<>();
    open.forEach(listener ->
        listener.answers().forEach((status, count) -> all.merge(status, count, Long::sum)));
    return all;
  }

  /** Throws {@link Complaint} when the daemon would not listen as it is told to. */
  static void requireAllowed(Settings settings) {
    Settings.Web web = settings.web();
    for (Map.Entry<String, String> one :
        Map.of("listen", web.listen(), "health_listen", web.healthListen()).entrySet()) {
      ListenAddress address = address(one.getKey(), one.getValue());
      if (address != null) {
        try {
          access(web).check(address, web.clientCa().isPresent());
        } catch (IOException e) {
          throw new Complaint(
              one.getKey()
                  + ": "
                  + e.getMessage()
                  + " (web.tokens, web.users, web.tls_client_ca, web.insecure)");
        }
      }
    }
    Optional<TlsFiles> _ = tls(web);
    if (web.listen().equals(web.healthListen()) && !web.listen().equals(NONE)) {
      throw new Complaint("health_listen: is the same as listen, which serves health as well");
    }
  }

  private static @Nullable ListenAddress address(String key, String text) {
    try {
      return text.equals(NONE) ? null : ListenAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Complaint(key + ": " + e.getMessage());
    }
  }

  private static Access access(Settings.Web web) {
    List<Credential> credentials = new ArrayList<>();
    credentials(web.tokens(), "web.tokens", Credential.Token.class::isInstance, credentials);
    credentials(web.users(), "web.users", Credential.User.class::isInstance, credentials);
    return new Access(credentials, web.insecure());
  }

  private static void credentials(
      List<String> lines, String key, Predicate<Credential> isRight, List<Credential> credentials) {
    for (String line : lines) {
      try {
        Credential credential = Credential.parse(line);
        if (!isRight.test(credential)) {
          throw new IllegalArgumentException(
              "a user's line is for web.users, a token's for web.tokens");
        }
        credentials.add(credential);
      } catch (IllegalArgumentException e) {
        throw new Complaint(
            key + ": " + e.getMessage() + ": 'vpnledger config hash' prints such a line");
      }
    }
  }

  private static Optional<TlsFiles> tls(Settings.Web web) {
    Path certificate = web.certificate().orElse(null);
    Path key = web.key().orElse(null);
    if (certificate == null && key == null && web.clientCa().isEmpty()) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw new Complaint(
          "web.tls_certificate and web.tls_key: both are needed, %s is missing"
              .formatted(certificate == null ? "web.tls_certificate" : "web.tls_key"));
    }
    return Optional.of(new TlsFiles(certificate, key, web.clientCa()));
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(Thread::interrupt);
    open.forEach(Listener::close);
  }
}
