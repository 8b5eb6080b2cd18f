package org.vpnledger.audit;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A log and what was put aside of it, as one text: oldest first, by logrotate's names ({@code
 * log.2.gz}, {@code log.1}, or with dates {@code log-20260131.gz}). Read one line at a time.
 */
final class LogFiles implements AutoCloseable {
  private static final Pattern ASIDE = Pattern.compile("[.-]([0-9]{1,10})(\\.gz)?");

  private static final int MOST_ATTEMPTS = 100;

  private final Path log;
  private final List<Part> parts;
  private final Deque<InputStream> waiting = new ArrayDeque<>();
  private int next;
  private @Nullable LineReader reader;
  private String file = "";
  private long line;
  private boolean cut;

  /** A file of it, and what tells it from another one under the same name. */
  private record Part(Path path, List<Object> key) {}

  private LogFiles(Path log, List<Part> parts) {
    this.log = log;
    this.parts = parts;
  }

  /**
   * Those of a log as they are now, opened; none if there is none. What is written or put aside
   * later is not seen.
   *
   * @throws IOException with one line for people
   */
  static LogFiles of(Path log) throws IOException {
    for (int attempt = 1; ; attempt++) {
      LogFiles files = new LogFiles(log, parts(log));
      boolean opened = false;
      try {
        files.open();
        opened = files.isAsItWas() || attempt == MOST_ATTEMPTS;
      } catch (NoSuchFileException e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new IOException(e.getMessage() + ": was put aside while it was read: ask again", e);
        }
      } finally {
        if (!opened) {
          files.close();
        }
      }
      if (opened) {
        return files;
      }
    }
  }

  /** Of a log those that are there, the oldest first. */
  static List<Path> paths(Path log) throws IOException {
    return parts(log).stream().map(Part::path).toList();
  }

  /** One of them alone. */
  static LogFiles only(Path file) throws IOException {
    LogFiles files = new LogFiles(file, List.of(new Part(file, List.of())));
    files.open();
    return files;
  }

  /** Whether nothing was put aside or packed since. */
  boolean isAsItWas() throws IOException {
    return parts.equals(parts(log));
  }

  private static List<Part> parts(Path log) throws IOException {
    Path folder = log.toAbsolutePath().getParent();
    String name = log.getFileName().toString();
    Map<String, Path> files = new TreeMap<>();
    if (folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path path : all) {
          String other = path.getFileName().toString();
          if (other.startsWith(name)
              && ASIDE.matcher(other.substring(name.length())).matches()
              && Files.isRegularFile(path)) {
            files.put(other, path);
          }
        }
      }
    }
    // Until a file that is packed is deleted, it is there twice.
    files.keySet().removeIf(other -> other.endsWith(".gz") && files.containsKey(unpacked(other)));
    List<Path> sorted = new ArrayList<>(files.values());
    sorted.sort(Comparator.comparingLong(path -> age(path, name)));
    if (Files.isRegularFile(log)) {
      sorted.add(log);
    }
    List<Part> parts = new ArrayList<>();
    for (Path path : sorted) {
      parts.add(new Part(path, key(path, !path.equals(log))));
    }
    return parts;
  }

  private static String unpacked(String name) {
    return name.substring(0, name.length() - ".gz".length());
  }

  /** A deleted file's number is soon given to another; only what is written changes its time. */
  private static List<Object> key(Path path, boolean isAside) throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return Arrays.asList(file.fileKey(), isAside ? file.lastModifiedTime() : "");
    } catch (NoSuchFileException e) {
      return List.of(); // it has gone meanwhile
    }
  }

  private void open() throws IOException {
    for (Part part : parts) {
      try {
        FileChannel channel = FileChannel.open(part.path);
        waiting.add(new Beginning(Channels.newInputStream(channel), channel.size()));
      } catch (AccessDeniedException e) {
        throw new IOException(part.path + ": permission denied: run as root", e);
      }
    }
  }

  /** What a file was when it was opened, without what is appended meanwhile. */
  private static final class Beginning extends FilterInputStream {
    private long left;

    Beginning(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = left == 0 ? -1 : in.read(into, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
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
    return parts.size();
  }

  /** The same log from its start. */
  LogFiles again() throws IOException {
    return of(log);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * The next line, or absent at the end of all.
   *
   * @throws IOException with one line for people when a file cannot be unpacked
   */
  @Nullable String next() throws IOException {
    try {
      while (true) {
        LineReader open = reader;
        if (open == null) {
          if (next == parts.size()) {
            return null;
          }
          open = open(parts.get(next++).path, waiting.remove());
          reader = open;
        }
        String text = open.next();
        if (text != null) {
          cut = open.isCut();
          line++;
          return text;
        }
        open.close();
        reader = null;
      }
    } catch (ZipException | EOFException e) {
      throw new Unreadable(file + " cannot be unpacked: it was changed or cut", e);
    }
  }

  /** A file is not what it once was. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Where the last line was, for people. */
  String where() {
    return file + " line " + line;
  }

  /** Whether the last line has no end: a crash may have come, or it is being written. */
  boolean isCut() {
    return cut;
  }

  private LineReader open(Path path, InputStream in) throws IOException {
    boolean packed = path.getFileName().toString().endsWith(".gz");
    file = path.toString();
    line = 0;
    return new LineReader(packed ? new GZIPInputStream(in) : in);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    for (InputStream in : waiting) {
      in.close();
    }
  }
}
