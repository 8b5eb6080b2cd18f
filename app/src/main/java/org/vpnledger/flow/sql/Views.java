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
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which files a question about a span of time reads, and the views over them. Every row is in
 * exactly one of them: a segment whose journal is still there is left out, and so is what a rollup
 * covers.
 */
final class Views {
  private final Duck duck;
  private final FlowFiles files;
  private final long fromNs;
  private final long toNs;
  private final Set<Path> left = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<Dataset, Sources> sources = new EnumMap<>(Dataset.class);
  private final Map<Path, Dataset> read = new LinkedHashMap<>();

  /** A data set's files of the span. */
  private record Sources(List<Path> journals, Set<String> ids, List<FlowFiles.Hour> hours) {}

  Views(Duck duck, FlowFiles files, long fromNs, long toNs) {
    this.duck = duck;
    this.files = files;
    this.fromNs = fromNs;
    this.toNs = toNs;
  }

  /** What cannot be read, a line each. */
  List<String> problems() {
    return problems;
  }

  /** The files that were read so far, but not the copies of journals. */
  Map<Path, Dataset> all() {
    return Collections.unmodifiableMap(read);
  }

  /** That file is not read any more. */
  void leave(Path file, String why) {
    read.remove(file);
    if (left.add(file)) {
      problems.add(file + ": " + why);
    }
  }

  /** That file went after it was found; it may be elsewhere by now. */
  void gone(Path file) {
    read.remove(file);
  }

  /** Makes the views, or makes them anew without the files that were left. */
  void create(Set<View> wanted) throws IOException, SQLException {
    for (View view : wanted) {
      Dataset dataset = view.dataset();
      Sources found = sources(dataset);
      Rollup.Level level = view.level();
      duck.run(
          "CREATE OR REPLACE VIEW %s AS %s"
              .formatted(
                  view.table(),
                  level == null ? timed(dataset, rows(dataset, found)) : hours(level, found)));
    }
  }

  /** Journals first: what is sealed meanwhile is then found again, and left out, by its number. */
  private Sources sources(Dataset dataset) throws IOException {
    Sources known = sources.get(dataset);
    if (known == null) {
      List<Path> copies = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      for (Path journal : files.journals(dataset)) {
        Path copy = duck.scratch().resolve(journal.getFileName().toString());
        String id = Segment.journal(journal, dataset);
        if (id != null && copied(journal, dataset, copy)) {
          copies.add(copy);
          ids.add(id);
        }
      }
      known = new Sources(copies, ids, files.hours(dataset, fromNs, toNs));
      sources.put(dataset, known);
    }
    return known;
  }

  /** Its whole lines as they are now; it may grow, and may be gone. */
  private boolean copied(Path journal, Dataset dataset, Path copy) throws IOException {
    try (InputStream in = Files.newInputStream(journal);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
      JournalScan.scan(in, dataset, out, OutputStream.nullOutputStream());
      return true;
    } catch (NoSuchFileException e) {
      return false; // sealed: its segments are there
    } catch (IOException e) {
      problems.add(journal + ": " + e.getMessage());
      return false;
    }
  }

  private String rows(Dataset dataset, Sources found) throws IOException {
    return rows(dataset, found, Map.of());
  }

  /** Hours within the span are taken as they are; the time of each row is read only at its ends. */
  private String rows(Dataset dataset, Sources found, Map<FlowFiles.Hour, Set<String>> covered)
      throws IOException {
    List<Segment> inside = new ArrayList<>();
    List<Segment> edges = new ArrayList<>();
    needSegments(found, covered);
    for (FlowFiles.Hour hour : found.hours()) {
      (isInside(hour) ? inside : edges)
          .addAll(readable(dataset, hour, found, covered.getOrDefault(hour, Set.of())));
    }
    return "SELECT * FROM (%s) UNION ALL SELECT * FROM (%s) WHERE %s"
        .formatted(
            Scan.segments(dataset, inside, List.of()),
            Scan.segments(dataset, edges, found.journals()),
            within(dataset));
  }

  private boolean isInside(FlowFiles.Hour hour) {
    HourFolder folder = new HourFolder(hour.gateway(), hour.hour());
    return folder.startNs() >= fromNs && folder.endNs() <= toNs;
  }

  /** Takes the rows of a file as SQL. */
  interface FileReader {
    void read(Path file, String rows) throws IOException, SQLException;
  }

  /** The files of the span one after the other, for who cannot hold the rows of all of them. */
  void each(Dataset dataset, FileReader reader) throws IOException, SQLException {
    Sources found = sources(dataset);
    needSegments(found, Map.of());
    for (FlowFiles.Hour hour : found.hours()) {
      for (Segment segment : readable(dataset, hour, found, Set.of())) {
        reader.read(segment.path(), within(dataset, List.of(segment), List.of()));
      }
    }
    for (Path journal : found.journals()) {
      reader.read(journal, within(dataset, List.of(), List.of(journal)));
    }
  }

  private String within(Dataset dataset, List<Segment> segments, List<Path> journals) {
    return "SELECT * FROM (%s) WHERE %s"
        .formatted(Scan.segments(dataset, segments, journals), within(dataset));
  }

  private String within(Dataset dataset) {
    return dataset.time() + " >= " + fromNs + " AND " + dataset.time() + " < " + toNs;
  }

  private void needSegments(Sources found, Map<FlowFiles.Hour, Set<String>> covered)
      throws IOException {
    List<FlowFiles.File> needed = new ArrayList<>();
    for (FlowFiles.Hour hour : found.hours()) {
      for (Segment named : wanted(hour, found, covered.getOrDefault(hour, Set.of()))) {
        needed.add(new FlowFiles.File(hour, named.name()));
      }
    }
    files.need(needed);
  }

  /** The segments of an hour, by name, that are not in a journal nor in a rollup. */
  private static List<Segment> wanted(FlowFiles.Hour hour, Sources found, Set<String> covered) {
    List<Segment> wanted = new ArrayList<>();
    for (String name : hour.names()) {
      Segment named = Segment.of(Path.of(name));
      if (named != null && !covered.contains(name) && !found.ids().contains(named.id())) {
        wanted.add(named);
      }
    }
    return wanted;
  }

  /** Those of them that are there and not damaged. */
  private List<Segment> readable(
      Dataset dataset, FlowFiles.Hour hour, Sources found, Set<String> covered) throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (Segment named : wanted(hour, found, covered)) {
      String name = named.name();
      Path file = files.fetch(hour, name);
      if (file == null) {
        leave(hour.key().resolve(name), "is gone, its rows are missing here");
        continue;
      }
      Segment segment = new Segment(file, named.id());
      if (!left.contains(file) && !segment.isWhole()) {
        leave(file, "is damaged, its rows are missing here");
      }
      if (!left.contains(file)) {
        segments.add(segment);
        read.put(file, dataset);
      }
    }
    return segments;
  }

  private String hours(Rollup.Level level, Sources found) throws IOException, SQLException {
    Map<Path, FlowFiles.Hour> rollups = rollups(found);
    Map<Path, Set<String>> covers = Rollup.covered(duck, List.copyOf(rollups.keySet()));
    List<Path> used = new ArrayList<>();
    Map<FlowFiles.Hour, Set<String>> covered = new HashMap<>();
    // Of several of an hour the one that has most: another adds to it only what it has not.
    List<Path> largest = new ArrayList<>(rollups.keySet());
    largest.sort(
        Comparator.comparingInt((Path rollup) -> covers.getOrDefault(rollup, Set.of()).size())
            .reversed());
    for (Path rollup : largest) {
      Set<String> within = covers.getOrDefault(rollup, Set.of());
      Set<String> before =
          covered.computeIfAbsent(
              Objects.requireNonNull(rollups.get(rollup)), _ -> new HashSet<>());
      // One that was sealed and summed up while this was asked is in a journal's copy already.
      if (within.stream().noneMatch(name -> found.ids().contains(idOf(name)))
          && Collections.disjoint(before, within)) {
        used.add(rollup);
        before.addAll(within);
      }
    }
    String flows = Rollup.OF_FLOW + "(" + rows(Dataset.FLOWS, found, covered) + ")";
    return "SELECT *, make_timestamptz(first_ns // 1000) AS first,"
        + " make_timestamptz(last_ns // 1000) AS last FROM ("
        + (used.isEmpty() ? flows : level.of(used) + " UNION ALL " + flows)
        + ")";
  }

  /** Those of the hours within the span. */
  private Map<Path, FlowFiles.Hour> rollups(Sources found) throws IOException {
    List<FlowFiles.File> named = new ArrayList<>();
    for (FlowFiles.Hour hour : found.hours()) {
      if (isInside(hour)) {
        hour.names().stream()
            .filter(Rollup::isName)
            .forEach(name -> named.add(new FlowFiles.File(hour, name)));
      }
    }
    files.need(named);
    Map<Path, FlowFiles.Hour> rollups = new LinkedHashMap<>();
    for (FlowFiles.File rollup : named) {
      Path file = files.fetch(rollup.hour(), rollup.name());
      if (file == null || left.contains(file)) {
        continue; // its segments answer
      }
      if (ParquetFile.isWhole(file)) {
        rollups.put(file, rollup.hour());
        read.put(file, Dataset.FLOWS);
      } else {
        leave(file, "is damaged, the hour's segments are read instead");
      }
    }
    return rollups;
  }

  private static String idOf(String segment) {
    Segment named = Segment.of(Path.of(segment));
    return named == null ? "" : named.id();
  }

  /** With times that people read beside those in ns. */
  private static String timed(Dataset dataset, String rows) {
    return switch (dataset) {
      case FLOWS ->
          "SELECT *, make_timestamptz(start_ns // 1000) AS started,"
              + " make_timestamptz(end_ns // 1000) AS ended, "
              + Rollup.SERVICE_PORT
              + " AS port, CASE WHEN direction = 'tx' THEN src ELSE dst END AS address FROM ("
              + rows
              + ")";
      case TOTALS ->
          "SELECT *, make_timestamptz(start_ns // 1000) AS started,"
              + " make_timestamptz(end_ns // 1000) AS ended FROM ("
              + rows
              + ")";
      case DNS -> "SELECT *, make_timestamptz(time_ns // 1000) AS asked FROM (" + rows + ")";
    };
  }
}
