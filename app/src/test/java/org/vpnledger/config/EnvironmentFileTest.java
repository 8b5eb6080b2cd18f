package org.vpnledger.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnledger.config.EnvironmentFile.Assignment;

/** The expected values are what systemd makes of the same lines (comments: from version 254). */
class EnvironmentFileTest {
  private final List<String> problems = new ArrayList<>();

  private List<Assignment> parse(String text) {
    return EnvironmentFile.parse("f", text, problems);
  }

  private String value(String text) {
    List<Assignment> found = parse(text);
    assertThat(problems).isEmpty();
    assertThat(found).hasSize(1);
    return found.getFirst().value();
  }

  @Test
  void comments_and_empty_lines_assign_nothing() {
    assertThat(parse("# INTERVAL=1\n;DEBUG=1\n\n   \t\n  # x")).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void a_comment_does_not_go_on_at_a_backslash() {
    assertThat(value("# this \\\nINTERVAL=5\n")).isEqualTo("5");
  }

  @Test
  void blanks_around_a_value_do_not_belong_to_it_and_those_within_do() {
    assertThat(value("A= \t one  two \t\n")).isEqualTo("one  two");
    assertThat(value("A=one\r\n")).isEqualTo("one");
    assertThat(value("A=one\\ \n")).isEqualTo("one ");
  }

  @Test
  void quotes_keep_what_is_between_them() {
    assertThat(value("A=' one # \\ \" '\n")).isEqualTo(" one # \\ \" ");
    assertThat(value("A=\" one \\\"two\\\" \\\\ \\n '\"")).isEqualTo(" one \"two\" \\ \\n '");
    assertThat(value("A='one\ntwo'\n")).isEqualTo("one\ntwo");
    assertThat(value("A='one' \"two\" three\n")).isEqualTo("onetwothree");
    assertThat(value("A=it's\n")).isEqualTo("it's");
  }

  @Test
  void a_backslash_at_the_end_goes_on_with_the_next_line() {
    assertThat(value("A=one\\\n  two\n")).isEqualTo("one  two");
    assertThat(value("A=\"one\\\ntwo\"\n")).isEqualTo("onetwo");
    assertThat(value("A=one\\")).isEqualTo("one");
  }

  @Test
  void nothing_is_expanded_and_nothing_follows_a_value_as_a_comment() {
    assertThat(value("A=$HOME `id` ${B} ~ # no\n")).isEqualTo("$HOME `id` ${B} ~ # no");
  }

  @Test
  void a_shells_export_is_passed_over() {
    assertThat(parse("export  A=1\nexport=2\n"))
        .extracting(Assignment::name, Assignment::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("A", "1"),
            org.assertj.core.groups.Tuple.tuple("export", "2"));
  }

  @Test
  void empty_values_are_there() {
    assertThat(value("A=\n")).isEmpty();
    assertThat(value("A=''")).isEmpty();
    assertThat(value("A=")).isEmpty();
  }

  @Test
  void each_value_knows_where_it_begins() {
    assertThat(parse("\n  A= 'x\ny'\nexport B=z\n"))
        .extracting(Assignment::at)
        .containsExactly(
            new Origin.InDefaults("f", 2, 6, "A"), new Origin.InDefaults("f", 4, 10, "B"));
  }

  @Test
  void what_is_no_assignment_is_told_with_its_place_and_not_repeated() {
    assertThat(parse("A=1\n  INTERVAL 5\n1B=2\n=3\nA B=4\nC=5"))
        .extracting(Assignment::name)
        .containsExactly("A", "C");
    assertThat(problems)
        .containsExactly(
            "f:2:3: expected NAME=value",
            "f:3:1: expected NAME=value",
            "f:4:1: expected NAME=value",
            "f:5:1: expected NAME=value");
  }

  @Test
  void a_quote_without_an_end_is_told_where_it_begins() {
    assertThat(parse("A=1\nB='two\nC=3\n")).hasSize(1);
    assertThat(problems).containsExactly("f:2:3: B: a quote that begins here has no end");
  }
}
