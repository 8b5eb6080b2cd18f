package org.vpnledger.page;

import java.io.IOException;
import java.time.Instant;
import org.vpnledger.ledger.Amount;
import org.vpnledger.report.Units;

/** Bytes and times in the page, rounded for people and exact for who asks. */
final class Figures {
  private final Survey survey;
  private final Markup page;

  Figures(Survey survey, Markup page) {
    this.survey = survey;
    this.page = page;
  }

  void amount(Amount amount) throws IOException {
    direction("in", amount.rxBytes());
    direction("out", amount.txBytes());
  }

  private void direction(String word, long bytes) throws IOException {
    page.open("span", "class", bytes == 0 ? word + " none" : word, "title", bytes + " bytes");
    page.element("i", word).text(" " + Units.bytes(bytes)).close();
  }

  void time(Instant at) throws IOException {
    time(at, Shown.time(at, survey.at(), survey.zone()));
  }

  void time(Instant at, String text) throws IOException {
    page.element("time", text, "datetime", Units.rfc3339(at, survey.zone()));
  }
}
