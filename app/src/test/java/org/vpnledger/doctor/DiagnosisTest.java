package org.vpnledger.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  @Test
  void lines_are_in_the_order_of_the_looks_and_the_last_one_sums_up() {
    Diagnosis diagnosis =
        new Diagnosis(
            List.of(
                Finding.ok("daemon", "runs"),
                Finding.problem("permissions", "/data has mode 755", "chmod o-rwx /data"),
                Finding.problem("permissions", "evil\u001b[2Jname", "chmod 600 it"),
                Finding.note("clock", "not synchronized", "timedatectl set-ntp true"),
                Finding.problem("disk", "is full", "make room")));
    assertThat(diagnosis.text())
        .isEqualTo(
            """
            ok       daemon       runs
            problem  permissions  /data has mode 755
                                  -> chmod o-rwx /data
            problem  permissions  evil\ufffd[2Jname
                                  -> chmod 600 it
            note     clock        not synchronized
                                  -> timedatectl set-ntp true
            problem  disk         is full
                                  -> make room
            3 problems: permissions, disk
            """);
    assertThat(diagnosis.isHealthy()).isFalse();
  }

  @Test
  void nothing_is_called_well_that_cannot_be_seen() {
    Finding hidden = Finding.hidden("ledger", "cannot be read by you", "run it as root");
    assertThat(new Diagnosis(List.of(hidden, hidden)).text())
        .endsWith("\nno problem was seen; 2 things cannot be seen by you: run it as root\n");
    assertThat(new Diagnosis(List.of(hidden, Finding.problem("disk", "full", "room"))).text())
        .endsWith("\n1 problem: disk; 1 thing cannot be seen by you: run it as root\n");
  }

  @Test
  void notes_do_no_harm() {
    Diagnosis diagnosis = new Diagnosis(List.of(Finding.note("clock", "free", "set it")));
    assertThat(diagnosis.text()).endsWith("\nall is well; 1 note\n");
    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(new Diagnosis(List.of(Finding.ok("clock", "right"))).text())
        .isEqualTo("ok       clock  right\nall is well\n");
  }
}
