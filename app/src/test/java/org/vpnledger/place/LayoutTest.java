package org.vpnledger.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What publishers of databases and services write, each in a layout of its own. */
class LayoutTest {
  private static Facts json(String text) throws IOException {
    return Layout.read(JsonRecord.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"]", "}"})
  void brackets_within_texts_hide_no_depth(String within) {
    String hidden = within.repeat(30_000);
    for (String nest : List.of("[", "{\"c\":")) {
      assertThatThrownBy(() -> json("{\"a\":\"" + hidden + "\",\"b\":" + nest.repeat(30_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nested too deep");
    }
  }

  @Test
  void brackets_within_texts_are_no_depth() throws IOException {
    assertThat(json("{\"city\":\"Vienna\",\"hostname\":\"" + "[".repeat(50) + "\"}").city())
        .isEqualTo("Vienna");
  }

  @Test
  void maxminds_databases() {
    assertThat(Layout.read(Records.vienna()))
        .isEqualTo(new Facts("AT", "Austria", "Vienna", "Vienna", null, 48.2, 16.37, 20));
    assertThat(Layout.read(Records.provider(64500, "Example Net")).provider())
        .isEqualTo("AS64500 Example Net");
    assertThat(Layout.read(Map.of("registered_country", Map.of("iso_code", "AT"))).country())
        .isEqualTo("AT");
    assertThat(
            Layout.read(
                    Map.of(
                        "traits",
                        Map.of(
                            "autonomous_system_number",
                            64500L,
                            "autonomous_system_organization",
                            "Example")))
                .provider())
        .isEqualTo("AS64500 Example");
  }

  @Test
  void ipinfos_databases_are_flat() {
    assertThat(
            Layout.read(
                Map.of(
                    "country",
                    "Austria",
                    "country_code",
                    "AT",
                    "continent",
                    "Europe",
                    "asn",
                    "AS64500",
                    "as_name",
                    "Example Net",
                    "as_domain",
                    "example.net")))
        .isEqualTo(new Facts("AT", "Austria", null, null, "AS64500 Example Net", null, null, null));
    assertThat(Layout.read(Map.of("country", "AT", "country_name", "Austria")).countryName())
        .isEqualTo("Austria");
    assertThat(
            Layout.read(
                Map.of(
                    "city", "Vienna", "region", "Vienna", "country", "AT", "lat", "48.2", "lng",
                    "16.37", "radius", "5")))
        .isEqualTo(new Facts("AT", "Austria", "Vienna", "Vienna", null, 48.2, 16.37, 5));
  }

  @Test
  void db_ips_have_no_radius_and_a_city_has_a_generous_one() {
    Facts facts =
        Layout.read(
            Map.of(
                "city",
                Map.of("names", Map.of("en", "Vienna")),
                "country",
                Map.of("iso_code", "AT", "names", Map.of("en", "Austria")),
                "subdivisions",
                List.of(Map.of("names", Map.of("en", "Vienna"))),
                "location",
                Map.of("latitude", 48.2f, "longitude", 16.4f)));
    assertThat(facts.radiusKm()).isEqualTo(Layout.CITY_KM);
    assertThat(
            Layout.read(Map.of("country_code", "AT", "latitude", 47.0, "longitude", 13.0))
                .radiusKm())
        .isNull();
  }

  @Test
  void the_answers_of_services() throws IOException {
    assertThat(
            json(
                """
                {"ip": "1.2.3.4", "hostname": "a.example", "city": "Vienna", "region": "Vienna",
                 "country": "AT", "loc": "48.2085,16.3721", "org": "AS64500 Example Net",
                 "postal": "1010", "timezone": "Europe/Vienna"}\
                """))
        .isEqualTo(
            new Facts(
                "AT", "Austria", "Vienna", "Vienna", "AS64500 Example Net", 48.2085, 16.3721, 100));
    assertThat(
            json(
                """
                {"status":"success","country":"Austria","countryCode":"AT","region":"9",
                 "regionName":"Vienna","city":"Vienna","lat":48.2,"lon":16.37,"isp":"Example",
                 "org":"","as":"AS64500 Example Net"}\
                """))
        .isEqualTo(
            new Facts(
                "AT", "Austria", "Vienna", "Vienna", "AS64500 Example Net", 48.2, 16.37, 100));
    assertThat(
            json("""
            {"ip":"1.2.3.4","geo":{"city":"Vienna","country":"Austria","country_code":"AT",
             "latitude":48.2,"longitude":16.4},"as":{"asn":"AS64500","name":"Example Net"}}\
            """)
                .provider())
        .isEqualTo("AS64500 Example Net");
    assertThat(json("{\"ip\":\"10.0.0.1\",\"bogon\":true}")).isEqualTo(Facts.NONE);
    assertThat(json("{\"status\":\"fail\",\"message\":\"private range\"}")).isEqualTo(Facts.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"text\"",
        "<html>",
        "{",
        "{\"a\":",
        "{\"country\":\"AT\"",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}"
      })
  void what_is_no_object_of_json_is_told(String text) {
    assertThatThrownBy(() -> json(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("JSON");
  }

  @Test
  void hostile_texts_and_numbers_are_made_harmless() throws IOException {
    Facts facts =
        json(
            """
            {"country":"at","country_code":"A\\u0000","city":"Vi\\u001b[31m\\nenna\\u202e%s",
             "loc":"91.0,16","org":"AS1 =cmd\\r\\n","radius":1e300}\
            """
                .formatted("x".repeat(5000)));
    assertThat(facts.country()).isNull();
    assertThat(facts.city()).startsWith("Vi[31menna").hasSizeLessThanOrEqualTo(100);
    assertThat(facts.latitude()).isNull();
    assertThat(facts.provider()).isEqualTo("AS1 =cmd");
    assertThat(json("{\"country\":7,\"city\":[1],\"location\":\"x\",\"asn\":-1,\"lat\":true}"))
        .isEqualTo(Facts.NONE);
  }
}
