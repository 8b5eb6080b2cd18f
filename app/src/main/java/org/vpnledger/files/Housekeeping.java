package org.vpnledger.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Compresses the files of past months and deletes those that are kept no longer. */
final class Housekeeping {
  private static final Pattern NAME = Pattern.compile("bandwidth-(\\d{4}-\\d{2})\\.log(\\.gz)?");

  private final Path folder;
  private final int keepDays;

  Housekeeping(Path folder, int keepDays) {
    this.folder = folder;
    this.keepDays = keepDays;
  }

  void run(YearMonth current, LocalDate today) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        keep(file, month(name.group(1), current), name.group(2) != null, current, today);
      }
    }
  }

  private void keep(
      Path file, YearMonth month, boolean compressed, YearMonth current, LocalDate today)
      throws IOException {
    if (month.atEndOfMonth().plusDays(keepDays).isBefore(today)) {
      Files.delete(file);
    } else if (month.isBefore(current) && !compressed) {
      compress(file);
    }
  }

  /** A name that is no month is nobody's business to delete. */
  private static YearMonth month(String text, YearMonth otherwise) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  /** Whoever may write to the folder could have put a link there, and the daemon may be root. */
  private static OutputStream fresh(Path partial) throws IOException {
    Files.deleteIfExists(partial);
    return Files.newOutputStream(
        partial,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private static void compress(Path file) throws IOException {
    Path target = file.resolveSibling(file.getFileName() + ".gz");
    if (Files.exists(target)) {
      return; // somebody else's logger goes on writing a month that is packed already
    }
    Path partial = file.resolveSibling("." + file.getFileName() + ".gz.partial");
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new GZIPOutputStream(fresh(partial))) {
      in.transferTo(out);
    }
    Files.setPosixFilePermissions(partial, Files.getPosixFilePermissions(file));
    Files.setLastModifiedTime(partial, Files.getLastModifiedTime(file));
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(file);
  }
}
