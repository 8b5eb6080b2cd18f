package org.vpnledger.flow.sql;

/** How segments are written. */
public enum Format {
  /** Parquet, its pages compressed by zstd; what is asked fastest. */
  PARQUET("parquet"),
  /** CSV with a header line, compressed by zstd. */
  CSV_ZSTD("csv.zst"),
  /** CSV with a header line, compressed by gzip. */
  CSV_GZIP("csv.gz");

  private final String extension;

  Format(String extension) {
    this.extension = extension;
  }

  /** What files' names end in, without the dot before it. */
  public String extension() {
    return extension;
  }
}
