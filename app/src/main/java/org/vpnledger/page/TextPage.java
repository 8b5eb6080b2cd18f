package org.vpnledger.page;

import static org.vpnledger.report.Column.Kind.BYTES;
import static org.vpnledger.report.Column.Kind.TEXT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vpnledger.report.Column;
import org.vpnledger.report.Sheet;
import org.vpnledger.report.SheetText;
import org.vpnledger.report.Units;
import org.vpnledger.store.MachineRow;

/** The page as plain text. */
public final class TextPage {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("status", "STATUS", TEXT),
          Column.of("user", "USER", TEXT),
          Column.of("tunnel", "TUNNEL", TEXT),
          Column.of("protocol", "PROTOCOL", TEXT),
          Column.of("last_seen", "LAST SEEN", TEXT),
          Column.of("today_in", "TODAY IN", BYTES),
          Column.of("today_out", "OUT", BYTES),
          Column.of("week_in", "WEEK IN", BYTES),
          Column.of("week_out", "OUT", BYTES),
          Column.of("month_in", "MONTH IN", BYTES),
          Column.of("month_out", "OUT", BYTES),
          Column.of("days_in", "30 DAYS IN", BYTES),
          Column.of("days_out", "OUT", BYTES),
          Column.of("addresses", "IPS", TEXT));
  private static final List<Column> FROM =
      List.of(
          Column.of("user", "USER", TEXT),
          Column.of("address", "ADDRESS", TEXT),
          Column.of("last_seen", "LAST SEEN", TEXT),
          Column.of("place", "PLACE", TEXT),
          Column.of("provider", "PROVIDER", TEXT));

  private final Survey survey;
  private final Appendable out;

  private TextPage(Survey survey, Appendable out) {
    this.survey = survey;
    this.out = out;
  }

  /** Writes the page; what cannot be written is for who gave the writer. */
  public static void write(Survey survey, Appendable out) throws IOException {
    new TextPage(survey, out).write();
  }

  private void write() throws IOException {
    heading();
    MachineRow machine = survey.machine();
    if (machine != null) {
      out.append(machine(machine)).append('\n');
    }
    out.append("\nin: received by this server, what the user sent;");
    out.append(" out: sent by this server, what the user received\n\n");
    List<List<@Nullable Object>> rows = new ArrayList<>();
    survey.rows().forEach(user -> rows.add(row(user)));
    rows.add(total());
    table(COLUMNS, rows);
    if (survey.left() > 0) {
      out.append("and ").append(String.valueOf(survey.left()));
      out.append(" more users, who are in the sums\n");
    }
    from();
  }

  private void heading() throws IOException {
    line(
        "VPN usage of %s, last refreshed %s %s"
            .formatted(
                survey.gateway(), Units.time(survey.at(), survey.zone()), survey.zone().getId()));
    if (!survey.watched()) {
      line(
          "no daemon is keeping this ledger: nobody is shown as online"
              + (survey.asOf() == null
                  ? ""
                  : "; read last at " + Units.time(survey.asOf(), survey.zone())));
    }
    for (String tunnel : survey.failing()) {
      line(tunnel + " cannot be read at present: its figures are older");
    }
    line(
        "%d of %d users online; distinct IPs in %s: %d; database size %s"
            .formatted(
                survey.online(),
                survey.known(),
                Shown.days(survey.rules().daysCounted()),
                survey.addresses(),
                Units.bytes(survey.ledgerBytes())));
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }

  private static String machine(MachineRow machine) {
    List<String> parts = new ArrayList<>();
    Double disk = machine.diskPercent();
    if (disk != null) {
      parts.add("disk " + Math.round(disk) + " %");
    }
    Long total = machine.memoryTotalBytes();
    Long used = machine.memoryUsedBytes();
    if (total != null && used != null && total > 0) {
      long percent = Math.round(100.0 * used / total);
      parts.add("memory " + percent + " % of " + Units.bytes(total));
    }
    Long processes = machine.processes();
    if (processes != null) {
      parts.add("processes " + processes);
    }
    if (machine.load1() != null && machine.load5() != null && machine.load15() != null) {
      parts.add(
          String.format(
              Locale.ROOT,
              "load %.2f %.2f %.2f",
              machine.load1(),
              machine.load5(),
              machine.load15()));
    }
    return String.join(", ", parts);
  }

  private void table(List<Column> columns, List<List<@Nullable Object>> rows) throws IOException {
    out.append(new SheetText(0, false).render(new Sheet(columns, rows, survey.zone())));
  }

  private List<@Nullable Object> row(User user) {
    List<@Nullable Object> row =
        new ArrayList<>(
            Arrays.asList(
                user.standing().label(),
                user.name(),
                user.tunnel(),
                user.protocol().label(),
                lastSeen(user)));
    row.addAll(amounts(user.usage()));
    row.add(count(user.addresses()));
    return row;
  }

  private List<@Nullable Object> total() {
    List<@Nullable Object> row =
        new ArrayList<>(Arrays.asList(survey.online() + " online", "all users", "", "", ""));
    row.addAll(amounts(survey.total()));
    row.add(String.valueOf(survey.addresses()));
    return row;
  }

  private static List<@Nullable Object> amounts(Usage usage) {
    return Arrays.asList(
        usage.today().rxBytes(),
        usage.today().txBytes(),
        usage.week().rxBytes(),
        usage.week().txBytes(),
        usage.month().rxBytes(),
        usage.month().txBytes(),
        usage.thirtyDays().rxBytes(),
        usage.thirtyDays().txBytes());
  }

  private String lastSeen(User user) {
    if (user.standing() == Standing.ONLINE) {
      return user.since() == null
          ? "now"
          : "now, since " + Shown.time(user.since(), survey.at(), survey.zone());
    }
    return user.lastSeen() == null
        ? "never"
        : Shown.time(user.lastSeen(), survey.at(), survey.zone());
  }

  private void from() throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (User user : survey.rows()) {
      for (Whereabouts one : user.whereabouts()) {
        rows.add(
            Arrays.asList(
                user.name(),
                one.address(),
                Shown.time(one.last(), survey.at(), survey.zone()),
                one.place(),
                one.provider()));
      }
    }
    if (!rows.isEmpty()) {
      out.append('\n');
      table(FROM, rows);
    }
  }

  /** How many addresses; of very many it is not known how many. */
  static String count(int addresses) {
    return addresses >= Addresses.MOST ? Addresses.MOST + " or more" : String.valueOf(addresses);
  }
}
