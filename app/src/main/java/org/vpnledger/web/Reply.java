package org.vpnledger.web;

import java.util.Map;

/**
 * An answer as it is sent.
 *
 * @param headers those beside what the answer itself says, by their names
 */
record Reply(Answer answer, Map<String, String> headers) {
  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(Answer answer) {
    return new Reply(answer, Map.of());
  }

  static Reply text(int status, String text) {
    return of(Answer.text(status, text));
  }

  /** Not now, but in so many seconds. */
  static Reply later(int status, String text, long seconds) {
    return new Reply(Answer.text(status, text), Map.of("Retry-After", Long.toString(seconds)));
  }
}
