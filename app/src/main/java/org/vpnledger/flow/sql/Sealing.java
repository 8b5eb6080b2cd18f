package org.vpnledger.flow.sql;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes segments of a journal that is closed: one for each gateway and hour in it, all under the
 * journal's number. The journal goes last, so a crash at any moment means that it is done again,
 * with the same names and the same content.
 */
public final class Sealing {
  private final Path root;

  /** Below that folder. */
  public Sealing(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * What became of a journal.
   *
   * @param segments the files, in order
   * @param rows in all of them
   * @param rejected lines that were no rows; they lie in {@code ROOT/rejected}
   * @param torn whether a last line without an end was cut off
   */
  public record Sealed(List<Path> segments, long rows, long rejected, boolean torn) {
    public Sealed {
      segments = List.copyOf(segments);
    }
  }

  private record Part(String gateway, long hour) {}

  /**
   * Seals one.
   *
   * @param journal {@code ROOT/open/<dataset>-<id>.csv}, which nobody writes any more; it is
   *     deleted
   * @param footer what its segments say of it; {@code journal}, {@code rows}, {@code rejected} and
   *     {@code torn} are added, and all are the journal's, the same in each of its segments
   * @throws IOException naming the file; the journal is still there then
   */
  public Sealed seal(Path journal, Dataset dataset, Format format, Map<String, String> footer)
      throws IOException {
    String id = Segment.journal(journal, dataset);
    if (id == null) {
      throw new IOException(journal + " is not named as a journal of " + dataset.folder());
    }
    try {
      return Duck.sparingly(duck -> seal(duck, journal, dataset, format, id, footer));
    } catch (SQLException e) {
      throw new IOException(journal + ": " + Duck.reason(e), e);
    }
  }

  private Sealed seal(
      Duck duck,
      Path journal,
      Dataset dataset,
      Format format,
      String id,
      Map<String, String> footer)
      throws IOException, SQLException {
    Path cleaned = duck.scratch().resolve("cleaned.csv");
    JournalScan.Found found = clean(journal, dataset, id, cleaned);
    Footer whole = new Footer(footer);
    whole.put("journal", id);
    whole.put("rows", String.valueOf(found.rows()));
    whole.put("rejected", String.valueOf(found.rejected()));
    whole.put("torn", found.torn() ? "1" : "0");
    List<Path> segments =
        found.rows() == 0
            ? List.of()
            : write(duck, found.isClean() ? journal : cleaned, dataset, format, id, whole);
    Files.delete(journal);
    Finished.force(root.resolve("open"));
    return new Sealed(segments, found.rows(), found.rejected(), found.torn());
  }

  /** A journal without fault is read from where it lies, which is almost all of them. */
  private JournalScan.Found clean(Path journal, Dataset dataset, String id, Path cleaned)
      throws IOException {
    JournalScan.Found found;
    try (InputStream in = Files.newInputStream(journal)) {
      found =
          JournalScan.scan(
              in, dataset, OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    }
    if (found.isClean()) {
      return found;
    }
    try (InputStream in = Files.newInputStream(journal);
        OutputStream good = new BufferedOutputStream(Files.newOutputStream(cleaned))) {
      JournalScan.scan(in, dataset, good, OutputStream.nullOutputStream());
    }
    if (found.rejected() > 0) {
      Path rejected = root.resolve("rejected").resolve(dataset.folder() + "-" + id + ".csv");
      Finished.write(
          rejected,
          hidden -> {
            try (InputStream in = Files.newInputStream(journal);
                OutputStream bad = new BufferedOutputStream(Files.newOutputStream(hidden))) {
              JournalScan.scan(in, dataset, OutputStream.nullOutputStream(), bad);
            }
          });
    }
    return found;
  }

  private List<Path> write(
      Duck duck, Path csv, Dataset dataset, Format format, String id, Footer footer)
      throws SQLException, IOException {
    String columns =
        String.join(", ", dataset.columns().stream().map(Dataset.DataColumn::normal).toList());
    // Read anew for each hour, of which there are hardly ever more than two: one by one rows need
    // little memory, all at once, or sorted, they do not.
    String rows = "(SELECT " + columns + " FROM " + Scan.journals(dataset, List.of(csv)) + ")";
    String hour = dataset.time() + " // " + HourFolder.HOUR_NS;
    List<Part> parts =
        duck.rows(
            "SELECT DISTINCT coalesce(gateway, ''), " + hour + " FROM " + rows + " ORDER BY ALL",
            List.of(),
            row -> new Part(row.getString(1), row.getLong(2)));
    List<Path> segments = new ArrayList<>();
    for (Part part : parts) {
      Path folder = new HourFolder(HourFolder.safe(part.gateway()), part.hour()).path();
      Path file =
          root.resolve(dataset.folder()).resolve(folder).resolve(id + "." + format.extension());
      String its =
          "SELECT %s FROM %s WHERE coalesce(gateway, '') = %s AND %s = %d"
              .formatted(dataset.names(), rows, Duck.text(part.gateway()), hour, part.hour());
      Finished.<SQLException>write(
          file, hidden -> copy(duck, its, hidden, format, footer, dataset));
      segments.add(file);
    }
    return segments;
  }

  private static void copy(
      Duck duck, String rows, Path file, Format format, Footer footer, Dataset dataset)
      throws SQLException, IOException {
    // Quoted text holds no comment, whatever sign it begins with.
    String texts =
        String.join(
            ", ",
            dataset.columns().stream()
                .filter(Dataset.DataColumn::isText)
                .map(Dataset.DataColumn::name)
                .toList());
    Path part = duck.scratch().resolve("rows.csv");
    String csv =
        "COPY (%s) TO %s (FORMAT csv, HEADER false, FORCE_QUOTE (%s), COMPRESSION "
            .formatted(rows, Duck.text(part.toString()), texts);
    switch (format) {
      case PARQUET ->
          duck.run(
              "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, KV_METADATA %s)"
                  .formatted(rows, Duck.text(file.toString()), footer.parquet()));
      case CSV_ZSTD -> duck.run(csv + "zstd)");
      case CSV_GZIP -> duck.run(csv + "gzip)");
    }
    if (format != Format.PARQUET) {
      CsvFile.write(file, format, dataset.header() + "\n", part, footer.line());
    }
  }

  /**
   * Whether a file may still be made again, since its journal is there: the same rows, but not the
   * same bytes, as what its footer counts is known to one process only.
   *
   * @param name of a file, below the root
   */
  public static boolean isUnfinished(Path root, String name) {
    Path file = Path.of(name);
    Segment segment = Segment.of(file);
    Dataset dataset = Dataset.of(file.getName(0).toString());
    return segment != null
        && dataset != null
        && Files.exists(
            root.resolve("open").resolve(dataset.folder() + "-" + segment.id() + ".csv"));
  }

  /** The journals of a data set that wait to be sealed, those that are still written among them. */
  public static List<Path> journals(Path root, Dataset dataset) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(root.resolve("open"))) {
      for (Path file : files) {
        if (Segment.journal(file, dataset) != null) {
          found.add(file);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
