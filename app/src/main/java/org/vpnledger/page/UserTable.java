package org.vpnledger.page;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Amount;
import org.vpnledger.vpn.Protocol;

/**
 * The table of users. On narrow screens its rows become cards, whose cells say themselves what they
 * are; since that takes a table's meaning from it, all parts have their roles in words.
 */
final class UserTable {
  private final Survey survey;
  private final Markup page;
  private final Figures figures;

  UserTable(Survey survey, Markup page) {
    this.survey = survey;
    this.page = page;
    this.figures = new Figures(survey, page);
  }

  void write() throws IOException {
    page.open("table", "role", "table").line();
    page.open("caption").text("Users. ");
    legend("in", "received by this server: what the user sent");
    page.text("; ");
    legend("out", "sent by this server: what the user received");
    page.text(". Each chart has a scale of its own.").close().line();
    page.open("thead", "role", "rowgroup").open("tr", "role", "row");
    column("User");
    column("Last seen");
    column("Today");
    column("This week");
    column("This month");
    column("30 days");
    column("Hours of today");
    column("Days of " + survey.month());
    column("From");
    page.close().close().line();
    page.open("tbody", "role", "rowgroup").line();
    for (User user : survey.rows()) {
      row(user);
    }
    page.close().line();
    total();
    page.close().line();
  }

  private void legend(String word, String meaning) throws IOException {
    page.open("span", "class", "key " + word).close().element("strong", word).text(": " + meaning);
  }

  private void column(String name) throws IOException {
    page.element("th", name, "scope", "col", "role", "columnheader");
  }

  private void row(User user) throws IOException {
    page.open("tr", "role", "row", "class", style(user.standing()));
    page.open("th", "scope", "row", "role", "rowheader");
    page.open("span", "class", "dot").close();
    page.element("bdi", user.name(), "class", "name");
    page.open("small");
    page.element("span", user.standing().label(), "class", "standing");
    page.text(" · ").element("bdi", user.tunnel()).text(" · " + protocol(user.protocol()));
    page.close().close();
    cell("Last seen");
    lastSeen(user);
    page.close();
    amountCell("Today", user.usage().today());
    amountCell("This week", user.usage().week());
    amountCell("This month", user.usage().month());
    amountCell("30 days", user.usage().thirtyDays());
    cell("Hours of today");
    new Chart(user.hours(), Chart.Unit.HOUR, survey.zone()).small(page);
    page.close();
    cell("Days of " + survey.month());
    new Chart(user.days(), Chart.Unit.DAY, survey.zone()).small(page);
    page.close();
    cell("From", "from");
    whereabouts(user);
    page.close();
    page.close().line();
  }

  private void lastSeen(User user) throws IOException {
    Instant since = user.since();
    Instant seen = user.lastSeen();
    if (user.standing() == Standing.ONLINE) {
      page.text("now");
      if (since != null) {
        page.open("small").text("since ");
        figures.time(since);
        page.close();
      }
    } else if (seen != null) {
      figures.time(seen);
    } else {
      page.text("never");
    }
  }

  private void whereabouts(User user) throws IOException {
    List<Whereabouts> shown = user.whereabouts();
    String count = TextPage.count(user.addresses());
    if (shown.isEmpty()) {
      page.text(
          switch (user.addresses()) {
            case 0 -> "–";
            case 1 -> "1 IP";
            default -> count + " IPs";
          });
      return;
    }
    page.open("ul");
    for (Whereabouts one : shown) {
      page.open("li").element("span", one.address(), "class", "address").text(" ");
      page.open("small");
      figures.time(one.last());
      page.close();
      detail(one.place());
      detail(one.provider());
      page.close();
    }
    page.close();
    if (user.addresses() > shown.size()) {
      page.element("small", count + " in all");
    }
  }

  private void detail(@Nullable String text) throws IOException {
    if (text != null) {
      page.open("small", "class", "detail").element("bdi", text).close();
    }
  }

  private void total() throws IOException {
    page.open("tfoot", "role", "rowgroup");
    if (survey.left() > 0) {
      page.open("tr", "role", "row");
      page.element(
          "td",
          "and " + survey.left() + " more, who are in the sums",
          "colspan",
          "9",
          "role",
          "cell",
          "class",
          "more");
      page.close().line();
    }
    page.open("tr", "role", "row");
    page.element("th", "All users", "scope", "row", "role", "rowheader");
    cell("Last seen");
    page.text(survey.online() + " online").close();
    amountCell("Today", survey.total().today());
    amountCell("This week", survey.total().week());
    amountCell("This month", survey.total().month());
    amountCell("30 days", survey.total().thirtyDays());
    String days = Shown.days(survey.rules().daysCounted());
    page.open("td", "role", "cell", "colspan", "3");
    page.text(survey.addresses() + " distinct IPs in " + days).close();
    page.close().close().line();
  }

  private void cell(String label, String... style) throws IOException {
    if (style.length == 0) {
      page.open("td", "role", "cell", "data-label", label);
    } else {
      page.open("td", "role", "cell", "data-label", label, "class", style[0]);
    }
  }

  private void amountCell(String label, Amount amount) throws IOException {
    cell(label, "amount");
    figures.amount(amount);
    page.close();
  }

  private static String protocol(Protocol protocol) {
    return switch (protocol) {
      case WIREGUARD -> "WireGuard";
      case OPENVPN -> "OpenVPN";
    };
  }

  private static String style(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }
}
