package org.vpnledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AcceptEncodingTest {
  @Test
  void gzip_is_allowed_by_its_name_or_by_the_asterisk() {
    for (String header :
        new String[] {
          "gzip",
          "GZIP",
          "x-gzip",
          "br, gzip",
          "deflate,gzip;q=0.5",
          "gzip ; q=1.000",
          "*",
          "identity;q=0, *;q=0.001",
          "br;q=1, *;q=0.1",
          "*;q=0, gzip"
        }) {
      assertThat(AcceptEncoding.allowsGzip(header)).as(header).isTrue();
    }
  }

  @Test
  void gzip_is_not_allowed_where_it_is_not_named_or_weighs_nothing() {
    for (String header :
        new String[] {
          "",
          "identity",
          "br",
          "gzip;q=0",
          "gzip;q=0.000",
          "*;q=0",
          "*, gzip;q=0",
          "gzip;q=0, *",
          "gzipped",
          "gzip;q=x",
          "gzip;q=2",
          ",,;",
          ";q=1"
        }) {
      assertThat(AcceptEncoding.allowsGzip(header)).as(header).isFalse();
    }
  }
}
