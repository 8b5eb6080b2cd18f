package org.vpnledger.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A log and what was put aside of it, as one text: oldest first, by logrotate's names ({@code
 * log.2.gz}, {@code log.1}, or with dates {@code log-20260131.gz}). Read one line at a time.
 */
final class LogFiles implements AutoCloseable {
  private static final int LONGEST_LINE = 64 << 10;
  private static final Pattern ASIDE = Pattern.compile("[.-]([0-9]{1,10})(\\.gz)?");

  private final List<Path> files;
  private int next;
  private @Nullable BufferedReader reader;
  private String file = "";
  private long line;

  private LogFiles(List<Path> files) {
    this.files = files;
  }

  /** Those of a log; none if there is none. */
  static LogFiles of(Path log) throws IOException {
    Path folder = log.toAbsolutePath().getParent();
    String name = log.getFileName().toString();
    List<Path> aside = new ArrayList<>();
    if (folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path path : all) {
          String other = path.getFileName().toString();
          if (other.startsWith(name) && ASIDE.matcher(other.substring(name.length())).matches()) {
            aside.add(path);
          }
        }
      }
    }
    aside.sort(Comparator.comparingLong(path -> age(path, name)));
    if (Files.exists(log)) {
      aside.add(log);
    }
    return new LogFiles(aside);
  }

  /** A number counts up as a file grows old, a date does not. */
  private static long age(Path path, String name) {
    Matcher matcher = ASIDE.matcher(path.getFileName().toString().substring(name.length()));
    if (!matcher.matches()) {
      return 0;
    }
    long number = Long.parseLong(matcher.group(1));
    return number >= 10_000_000 ? number : -number;
  }

  /** How many files. */
  int size() {
    return files.size();
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** The next line, or absent at the end of all. */
  @Nullable String next() throws IOException {
    while (true) {
      BufferedReader open = reader;
      if (open == null) {
        if (next == files.size()) {
          return null;
        }
        open = open(files.get(next++));
        reader = open;
      }
      String text = readLine(open);
      if (text != null) {
        line++;
        return text;
      }
      open.close();
      reader = null;
    }
  }

  /** Where the last line was, for people. */
  String where() {
    return file + " line " + line;
  }

  private BufferedReader open(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    boolean packed = path.getFileName().toString().endsWith(".gz");
    file = path.toString();
    line = 0;
    return new BufferedReader(
        new InputStreamReader(packed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
  }

  /** Ends of lines are line feeds and nothing else; what is longer than any line is cut. */
  private static @Nullable String readLine(BufferedReader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      if (text.length() < LONGEST_LINE) {
        text.append((char) c);
      }
      c = reader.read();
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
