package org.vpnledger.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pages by their paths, with a list of them at {@code /} unless a page is there. */
final class Site {
  private final TreeMap<String, Page> pages;
  private final Answer index;

  /**
   * Of those pages.
   *
   * @param pages by their paths, which begin with a slash and do not end with one
   */
  Site(Map<String, Page> pages) {
    for (String path : pages.keySet()) {
      if (!path.matches("/|(/[A-Za-z0-9._~-]+)+")) {
        throw new IllegalArgumentException("no path of a page: " + path);
      }
    }
    this.pages = new TreeMap<>(pages);
    index = index(this.pages.keySet());
  }

  /** As clients may write it: with a slash at the end, too. */
  static String path(String raw) {
    return raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  @Nullable Page page(String path) {
    return pages.get(path);
  }

  /** What is there where no page is. */
  Reply without(String path) {
    if (path.equals("/")) {
      return new Reply(index, Map.of("Content-Security-Policy", "default-src 'none'"));
    }
    return Reply.text(404, "nothing here; there are: " + String.join(" ", pages.keySet()));
  }

  /** Paths hold no character that HTML minds: the constructor has seen to it. */
  private static Answer index(Iterable<String> paths) {
    StringBuilder html =
        new StringBuilder(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>VPN Ledger</title></head><body>\n<h1>VPN Ledger</h1>\n<ul>\n");
    for (String path : paths) {
      html.append("<li><a href=\"%s\">%s</a></li>\n".formatted(path, path));
    }
    html.append("</ul>\n</body></html>\n");
    return new Answer(
        200,
        "text/html; charset=utf-8",
        null,
        List.of(html.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
