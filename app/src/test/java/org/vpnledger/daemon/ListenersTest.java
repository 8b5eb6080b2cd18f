package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnledger.web.CredentialHash;

/** Mistakes in who may ask where are told in one line before anything listens. */
class ListenersTest {
  @TempDir Path folder;

  private String check(String toml) {
    Prompt.Answer answer = new Prompt(folder).settings(toml).run("config", "check");
    return answer.out() + answer.err();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen = \"0.0.0.0:9586\" | other machines could ask without any password",
        "listen = \"[::]:9586\" | other machines could ask without any password",
        "health_listen = \"192.0.2.1:8080\" | health_listen: 192.0.2.1:8080: other machines",
        "listen = \"9586\" | expected ADDRESS:PORT, or \"none\"",
        "listen = \"127.0.0.1:99999\" | listen: 99999: a port is at most 65535",
        "[web]\\ntokens = [\"s3cret\"] | web.tokens: expected sha256:HEX",
        "[web]\\ntls_certificate = \"a.pem\" | both are needed, web.tls_key is missing",
        "[metrics]\\ndialects = [\"mdlayher\", \"wgportal\"] | metrics of one name",
        "[metrics]\\ndialects = [\"collectd\"] | expected an array of vpnledger, mindflavor",
        "[metrics]\\ndialects = [] | name at least one",
        "[metrics]\\ndialects = [\"guide\", \"guide\"] | names one of them twice",
        "[metrics]\\ntextfile = \"/tmp/a.txt\" | names that end in .prom only",
        "listen = \"127.0.0.1:7777\"\\nhealth_listen = \"127.0.0.1:7777\" | the same as listen",
        "[push]\\notlp_url = \"http://[bad\" | push.otlp_url: is no address",
        "[push]\\ninflux_url = \"http://a:b@c/\" | use a token file",
        "[place]\\nlookup_url = \"http://a:b@c/{ip}\" | use a token file",
        "[push]\\ninflux_url = \"http:///write\" | push.influx_url:",
        "[push]\\notlp_url = \"ftp://x\" | expected an http or https address",
        "[page]\\nhtml_path = \"/tmp\" | page.html_path: /tmp is a folder: name a file in it",
        "[page]\\nhtml_path = \"a\"\\ntext_path = \"./a\" | name one file",
        "[page]\\nip_information_shown_in_web = \"7\" | expected true, false, or whole days from 1",
        "[page]\\nip_information_shown_in_web = 0 | found 0",
        "[page]\\nwrite_interval = 1 | expected whole seconds from 5 to 86400"
      })
  void a_mistake_is_one_line_that_says_what_to_do(String toml, String expected) {
    String said = check(toml.replace("\\n", "\n"));
    assertThat(said).contains(expected);
    assertThat(said.lines()).hasSize(1);
  }

  @Test
  void with_credentials_or_on_purpose_another_address_is_allowed() {
    String token = CredentialHash.ofToken("0123456789abcdef".toCharArray());
    assertThat(check("listen = \"0.0.0.0:9586\"\n[web]\ntokens = [\"" + token + "\"]\n"))
        .contains("ok");
    assertThat(check("listen = \"0.0.0.0:9586\"\n[web]\ninsecure = true\n")).contains("ok");
  }
}
