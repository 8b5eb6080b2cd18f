package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnledger.page.PageRules;
import org.vpnledger.page.Surveyor;
import org.vpnledger.store.DataFolder;
import org.vpnledger.store.LedgerReader;
import org.vpnledger.store.sqlite.SqliteReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** {@code vpnledger page} over a ledger of five weeks, in both forms. */
class PageTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html",
          "head",
          "meta",
          "title",
          "style",
          "body",
          "header",
          "main",
          "footer",
          "h1",
          "small",
          "strong",
          "p",
          "time",
          "bdi",
          "dl",
          "div",
          "dt",
          "dd",
          "span",
          "i",
          "svg",
          "desc",
          "path",
          "rect",
          "text",
          "figure",
          "figcaption",
          "table",
          "caption",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "th",
          "td",
          "ul",
          "li");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "http-equiv",
          "content",
          "name",
          "class",
          "datetime",
          "role",
          "title",
          "aria-hidden",
          "viewBox",
          "preserveAspectRatio",
          "xmlns",
          "d",
          "x",
          "y",
          "width",
          "height",
          "scope",
          "data-label",
          "colspan");

  @TempDir static Path folder;
  private static Prompt user;

  @BeforeAll
  static void write_the_ledger() {
    user = new Prompt(folder).at(PageLedger.END.toString());
    PageLedger.write(user.data);
  }

  private String page(String... options) {
    List<String> words = new ArrayList<>(List.of("page"));
    words.addAll(List.of(options));
    Prompt.Answer answer = user.run(words.toArray(String[]::new));
    assertThat(answer.err()).isEmpty();
    assertThat(answer.code()).isZero();
    return answer.out();
  }

  /** As with a daemon that runs: holds the folder's lock meanwhile. */
  private String watchedPage(String... options) throws Exception {
    try (var lock = new DataFolder(user.data).tryLock()) {
      assertThat(lock).isNotNull();
      return page(options);
    }
  }

  /** Without what changes with the style or the store's layout. */
  private static String steady(String page) {
    return page.replaceAll("(?s)<style>.*</style>", "<style>…</style>")
        .replaceAll("'sha256-[^']*'", "'sha256-…'")
        .replaceAll("(?<=Database</dt><dd><strong>)[^<]*", "SIZE")
        .replaceAll("(?<=database size ).*", "SIZE");
  }

  @Test
  void as_html() throws Exception {
    GoldenFile.expect("page/page.html", steady(watchedPage()));
  }

  @Test
  void as_text() throws Exception {
    GoldenFile.expect("page/page.txt", steady(watchedPage("--text")));
  }

  @Test
  void first_letters_and_no_addresses() throws Exception {
    String text =
        watchedPage("--text", "--full-names", "false", "--ip-information-shown-in-web", "false");
    GoldenFile.expect("page/letters.txt", steady(text));
    assertThat(watchedPage("--full-names", "false", "--ip-information-shown-in-web", "false"))
        .doesNotContain("Alice", "Bob", "carol", "192.0.2.1", "Germany", "AS64500")
        .contains("<bdi class=\"name\">A</bdi>");
  }

  @Test
  void providers_and_days_are_as_they_were_asked_for() throws Exception {
    assertThat(watchedPage("--text")).contains("AS64500 Example Net", "198.51.100.114");
    assertThat(watchedPage("--text", "--providers", "false"))
        .contains("Berlin, Land Berlin, Germany")
        .doesNotContain("AS64500");
    assertThat(watchedPage("--text", "--ip-information-shown-in-web", "1"))
        .contains("distinct IPs in 1 day: 5;", "198.51.100.114")
        .doesNotContain("198.51.100.113");
  }

  @Test
  void a_file_cannot_know_so_nobody_is_online_when_no_daemon_watches() {
    assertThat(page())
        .contains("No daemon is keeping this ledger", "read last at 2026-04-15 14:10:00")
        .doesNotContain(">online</span>");
  }

  @Test
  void of_many_users_some_are_shown_and_the_rest_is_counted() throws Exception {
    String html = watchedPage("--most-rows", "2");
    assertThat(html).contains("and 6 more, who are in the sums");
    assertThat(rows(parsed(html), "tbody")).hasSize(2);
    assertThat(watchedPage("--text", "--most-rows", "2")).contains("and 6 more users");
    assertThat(total(html)).isEqualTo(total(watchedPage()));
  }

  private static String total(String html) {
    return html.substring(html.indexOf("<th scope=\"row\" role=\"rowheader\">All users"));
  }

  @Test
  void the_policy_allows_the_style_that_is_there_and_nothing_else() throws Exception {
    Document page = parsed(page());
    String style = page.getElementsByTagName("style").item(0).getTextContent();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(page())
        .contains(
            "content=\"default-src &#39;none&#39;; style-src &#39;sha256-"
                + Base64.getEncoder().encodeToString(digest)
                + "&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\"")
        .doesNotContain("<script", " style=", " href=", " src=", "url(", "@import", "onload");
  }

  @Test
  void every_chart_says_in_words_what_it_shows_and_every_cell_whose_it_is() throws Exception {
    Document page = parsed(watchedPage());
    NodeList charts = page.getElementsByTagName("svg");
    for (int i = 0; i < charts.getLength(); i++) {
      Element chart = (Element) charts.item(i);
      if (!chart.getAttribute("aria-hidden").equals("true")) {
        assertThat(chart.getAttribute("role")).isEqualTo("img");
        assertThat(chart.getElementsByTagName(i < 2 ? "desc" : "title").item(0).getTextContent())
            .containsPattern("in .*, out .*; most (at|on) |nothing moved");
      }
    }
    for (Element row : rows(page, "tbody")) {
      assertThat(row.getElementsByTagName("th"))
          .satisfies(it -> assertThat(it.getLength()).isOne());
      NodeList cells = row.getElementsByTagName("td");
      assertThat(cells.getLength()).isEqualTo(8);
      for (int i = 0; i < cells.getLength(); i++) {
        assertThat(((Element) cells.item(i)).getAttribute("data-label")).isNotBlank();
      }
    }
  }

  @Test
  void names_are_text_whatever_is_in_them() throws Exception {
    String markup = "<script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!-- &#x3c;b";
    String quotes = "\"'><svg/onload=alert(1)>&amp;\u202eevil\u2066\u0000\u0007\ufffe\ud83d";
    String rtl = "\u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627";
    String endless = "x".repeat(10_000);
    String emoji = "\ud83d\ude00".repeat(5_000);
    Path other = folder.resolve("hostile");
    PageLedger.write(other, markup, quotes, rtl, endless, emoji, "</th></tr></table>");
    Document page = parsed(pageOf(other));
    Set<String> elements = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      elements.add(all.item(i).getNodeName());
      for (int j = 0; j < all.item(i).getAttributes().getLength(); j++) {
        attributes.add(all.item(i).getAttributes().item(j).getNodeName());
      }
    }
    assertThat(ELEMENTS).containsAll(elements);
    assertThat(ATTRIBUTES).containsAll(attributes);
    assertThat(rows(page, "tbody")).hasSize(8);
    assertThat(rows(page, "tbody").getFirst().getTextContent())
        .startsWith("<script>alert(1)</script><img src=x onerror=alert(1)>]]>-->…away");
    assertThat(pageOf(other)).contains("<bdi class=\"name\">" + rtl + "</bdi>");
    String text = pageOf(other, "--text");
    assertThat(text.codePoints().filter(c -> c != '\n'))
        .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
    assertThat(text.lines()).allMatch(line -> line.length() < 400);
  }

  private static String pageOf(Path data, String... options) {
    List<String> words = new ArrayList<>(List.of("--data-dir", data.toString(), "page"));
    words.addAll(List.of(options));
    return user.runBare(words.toArray(String[]::new)).out();
  }

  @Test
  void wrong_options_are_told_by_their_flags() {
    assertThat(user.run("page", "--ip-information-shown-in-web", "some").err())
        .contains(
            "--ip-information-shown-in-web: expected true, false, or whole days from 1 to 366");
    assertThat(user.run("page", "--text", "--html").code()).isEqualTo(2);
  }

  private static List<Element> rows(Document page, String part) {
    Element body = (Element) page.getElementsByTagName(part).item(0);
    List<Element> rows = new ArrayList<>();
    NodeList all = body.getElementsByTagName("tr");
    for (int i = 0; i < all.getLength(); i++) {
      rows.add((Element) all.item(i));
    }
    return rows;
  }

  private static Document parsed(String page) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  @Test
  void places_are_looked_up_of_those_addresses_only_that_are_shown() {
    Set<String> asked = new TreeSet<>();
    PageRules rules = new PageRules(true, true, 7, 2, Duration.ofMinutes(1));
    try (LedgerReader reader = SqliteReader.open(new DataFolder(user.data).database())) {
      LedgerReader watched =
          (LedgerReader)
              Proxy.newProxyInstance(
                  LedgerReader.class.getClassLoader(),
                  new Class<?>[] {LedgerReader.class},
                  (_, method, arguments) -> {
                    assertThat(method.getName()).isNotEqualTo("places");
                    if (method.getName().equals("place")) {
                      assertThat(asked.add((String) arguments[0])).isTrue(); // once each
                    }
                    return method.invoke(reader, arguments);
                  });
      Surveyor.survey(watched, rules, true, PageLedger.END, 1);
    }
    assertThat(asked).hasSizeBetween(1, 2 * 3);
  }
}
