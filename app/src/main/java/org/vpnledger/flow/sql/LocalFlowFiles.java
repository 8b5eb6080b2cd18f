package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a folder of this machine. */
public final class LocalFlowFiles implements FlowFiles {
  private final Path root;

  /** The folder need not be there. */
  public LocalFlowFiles(Path root) throws IOException {
    // DuckDB compares the folders that it may read with where links lead.
    this.root = Files.exists(root) ? root.toRealPath() : root.toAbsolutePath().normalize();
  }

  /** Where they are. */
  Path root() {
    return root;
  }

  @Override
  public boolean isEmpty() throws IOException {
    for (Dataset dataset : Dataset.values()) {
      if (!journals(dataset).isEmpty() || !list(root.resolve(dataset.folder())).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<Hour> hours(Dataset dataset, long fromNs, long toNs) throws IOException {
    long first = Math.floorDiv(fromNs, HourFolder.HOUR_NS);
    long last = Math.floorDiv(toNs - 1, HourFolder.HOUR_NS);
    List<Hour> found = new ArrayList<>();
    for (Path gateway : list(root.resolve(dataset.folder()))) {
      String name = gateway.getFileName().toString();
      if (name.startsWith("gateway=")) {
        days(gateway, name.substring("gateway=".length()), first, last, found);
      }
    }
    return found;
  }

  private static void days(Path gateway, String name, long first, long last, List<Hour> found)
      throws IOException {
    for (Path date : list(gateway)) {
      Long day = HourFolder.day(date.getFileName().toString());
      if (day == null || day < Math.floorDiv(first, 24L) || day > Math.floorDiv(last, 24L)) {
        continue;
      }
      for (Path folder : list(date)) {
        Integer hour = HourFolder.hour(folder.getFileName().toString());
        long at = hour == null ? Long.MIN_VALUE : day * 24 + hour;
        if (at >= first && at <= last) {
          List<String> names =
              list(folder).stream()
                  .map(file -> file.getFileName().toString())
                  .filter(file -> Rollup.isName(file) || Segment.of(folder.resolve(file)) != null)
                  .toList();
          found.add(new Hour(name, at, names, folder));
        }
      }
    }
  }

  @Override
  public List<Path> journals(Dataset dataset) throws IOException {
    return Sealing.journals(root, dataset);
  }

  @Override
  public @Nullable Path fetch(Hour hour, String name) {
    Path file = hour.key().resolve(name);
    return Files.exists(file) ? file : null;
  }

  @Override
  public List<Path> folders() {
    return List.of(root);
  }

  /** What a folder holds, by name; nothing if it is none, or gone. */
  private static List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(folder)) {
      files.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found.sort(null);
    return found;
  }
}
