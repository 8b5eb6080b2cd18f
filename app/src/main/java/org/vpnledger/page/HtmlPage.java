package org.vpnledger.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.report.Units;
import org.vpnledger.store.MachineRow;

/**
 * The page as HTML: one file that needs no other, and in which nothing runs. It is well-formed XML
 * too, so that a program may read it.
 */
public final class HtmlPage {
  private static final Duration LEAST_REFRESH = Duration.ofSeconds(30);
  private static final Duration LATE = Duration.ofMinutes(5);
  private static final String STYLE = style();
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + digest(STYLE)
          + "'; base-uri 'none'; form-action 'none'";

  private final Survey survey;
  private final Markup page;
  private final Figures figures;

  private HtmlPage(Survey survey, Appendable out) {
    this.survey = survey;
    this.page = new Markup(out);
    this.figures = new Figures(survey, page);
  }

  /** Writes the page; what cannot be written is for who gave the writer. */
  public static void write(Survey survey, Appendable out) throws IOException {
    new HtmlPage(survey, out).write();
  }

  private void write() throws IOException {
    page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").line();
    head();
    page.open("body").line();
    heading();
    page.open("main").line();
    notices();
    tiles();
    charts();
    new UserTable(survey, page).write();
    machine();
    page.close().line();
    footer();
    page.close().line().close().line();
  }

  private void head() throws IOException {
    page.open("head").line();
    page.empty("meta", "charset", "utf-8").line();
    meta("Content-Security-Policy", POLICY);
    Duration interval = survey.rules().interval();
    Duration refresh = interval.compareTo(LEAST_REFRESH) < 0 ? LEAST_REFRESH : interval;
    meta("refresh", String.valueOf(refresh.toSeconds()));
    named("viewport", "width=device-width, initial-scale=1");
    named("color-scheme", "light dark");
    named("referrer", "no-referrer");
    named("robots", "noindex, nofollow");
    String title = "(" + survey.online() + ") " + survey.gateway() + " – VPN usage";
    page.element("title", title).line();
    page.open("style").raw(STYLE).close().line();
    page.close().line();
  }

  private void meta(String header, String content) throws IOException {
    page.empty("meta", "http-equiv", header, "content", content).line();
  }

  private void named(String name, String content) throws IOException {
    page.empty("meta", "name", name, "content", content).line();
  }

  private void heading() throws IOException {
    page.open("header").line();
    page.open("h1").element("bdi", survey.gateway()).text(" ").element("small", "VPN usage");
    page.close().line();
    page.open("p", "class", "refreshed").text("last refreshed ").open("strong");
    figures.time(survey.at(), Units.time(survey.at(), survey.zone()));
    page.close().text(" " + survey.zone().getId()).close().line();
    page.close().line();
  }

  /** What makes the figures less than those of now. */
  private void notices() throws IOException {
    Instant asOf = survey.asOf();
    if (!survey.watched()) {
      notice(
          "No daemon is keeping this ledger: nobody is shown as online."
              + (asOf == null
                  ? " Nothing was read yet."
                  : " Tunnels were read last at " + Units.time(asOf, survey.zone()) + "."));
    } else if (asOf != null && asOf.isBefore(survey.at().minus(LATE))) {
      notice("Tunnels were read last at " + Units.time(asOf, survey.zone()) + ".");
    }
    for (String tunnel : survey.failing()) {
      notice(tunnel + " cannot be read at present: its figures are older.");
    }
  }

  private void notice(String text) throws IOException {
    page.element("p", text, "class", "notice", "role", "status").line();
  }

  private void tiles() throws IOException {
    page.open("dl", "class", "tiles").line();
    tile("Online", survey.online() + " of " + survey.known(), "");
    tile("Today", survey.total().today());
    tile("This week", survey.total().week());
    tile("This month", survey.total().month());
    tile("30 days", survey.total().thirtyDays());
    tile(
        "Distinct IPs",
        String.valueOf(survey.addresses()),
        "in " + Shown.days(survey.rules().daysCounted()));
    page.close().line();
  }

  private void machine() throws IOException {
    page.open("dl", "class", "tiles").line();
    MachineRow machine = survey.machine();
    if (machine != null) {
      figures(machine);
    }
    tile("Database", Units.bytes(survey.ledgerBytes()), "");
    page.close().line();
  }

  private void figures(MachineRow machine) throws IOException {
    Double disk = machine.diskPercent();
    if (disk != null) {
      gauge("Disk", disk, "full");
    }
    Long total = machine.memoryTotalBytes();
    Long used = machine.memoryUsedBytes();
    if (total != null && used != null && total > 0) {
      gauge("Memory", 100.0 * used / total, "of " + Units.bytes(total));
    }
    Double load = machine.load1();
    if (load != null) {
      tile(
          "Load",
          figure(load),
          "%s in 5, %s in 15 minutes".formatted(figure(machine.load5()), figure(machine.load15())));
    }
    Long processes = machine.processes();
    if (processes != null) {
      tile(
          "Processes",
          processes.toString(),
          "at " + Shown.time(machine.at(), survey.at(), survey.zone()));
    }
  }

  private static String figure(@Nullable Double value) {
    return value == null ? "?" : String.format(Locale.ROOT, "%.2f", value);
  }

  private void tile(String term, String value, String detail) throws IOException {
    page.open("div").element("dt", term).open("dd");
    page.element("strong", value);
    if (!detail.isEmpty()) {
      page.text(" ").element("small", detail);
    }
    page.close().close().line();
  }

  private void tile(String term, Amount amount) throws IOException {
    page.open("div").element("dt", term).open("dd");
    figures.amount(amount);
    page.close().close().line();
  }

  private void gauge(String term, double percent, String detail) throws IOException {
    double shown = Math.clamp(percent, 0, 100);
    page.open("div").element("dt", term).open("dd");
    page.element("strong", Math.round(shown) + " %").text(" ").element("small", detail);
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        shown >= 90 ? "gauge full" : "gauge",
        "viewBox",
        "0 0 100 6",
        "preserveAspectRatio",
        "none",
        "aria-hidden",
        "true");
    page.empty("rect", "class", "rest", "width", "100", "height", "6");
    page.empty("rect", "width", String.valueOf(Math.round(shown)), "height", "6");
    page.close().close().close().line();
  }

  private void charts() throws IOException {
    page.open("div", "class", "charts").line();
    chart("All users, hours of today", new Chart(survey.hours(), Chart.Unit.HOUR, survey.zone()));
    chart(
        "All users, days of " + survey.month(),
        new Chart(survey.days(), Chart.Unit.DAY, survey.zone()));
    page.close().line();
  }

  private void chart(String caption, Chart chart) throws IOException {
    page.open("figure");
    chart.large(page);
    page.open("figcaption").element("strong", caption).text(": " + chart.inWords());
    page.close().close().line();
  }

  private void footer() throws IOException {
    page.open("footer");
    page.element(
        "p",
        ("Made anew every %d seconds while the ledger is kept:"
                + " if “last refreshed” is older, it is not.")
            .formatted(survey.rules().interval().toSeconds()));
    page.element(
        "p",
        "Days are those of %s; the week is %s, from Monday; 30 days are today and the 29 before. "
                .formatted(survey.zone().getId(), survey.week())
            + "online: now; away: within an hour; offline: within a day; long gone: before that.");
    page.close().line();
  }

  private static String style() {
    try (InputStream css = HtmlPage.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw new IllegalStateException("page.css is missing");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the policy allows: this text of styles and no other. */
  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
