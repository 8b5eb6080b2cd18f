package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.spool.ObjectStore;
import org.vpnledger.spool.RemoteFiles;
import org.vpnledger.spool.StoredObject;

/**
 * The files of this machine and those that were uploaded, each once: what is still here is read
 * here. Only the dates that a question is about are listed, and only the files that it needs are
 * fetched, into a folder that goes when this is closed.
 */
public final class StoredFlowFiles implements FlowFiles {
  /** As {@link HourFolder#safe} makes them; what else a store may hold never becomes a path. */
  private static final Pattern GATEWAY = Pattern.compile("gateway=[A-Za-z0-9%][A-Za-z0-9%._-]*");

  private static final long MEGABYTE = 1_000_000;

  private final LocalFlowFiles here;
  private final ObjectStore store;
  private final long mostBytes;
  private final Scratch scratch;
  private final RemoteFiles remote;
  private final Map<String, StoredObject> objects = new HashMap<>();
  private final Map<String, StoredObject> wanted = new LinkedHashMap<>();

  /**
   * Both of them.
   *
   * @param store closed with this
   * @param mostBytes that are fetched
   */
  public StoredFlowFiles(LocalFlowFiles here, ObjectStore store, long mostBytes)
      throws IOException {
    this.here = here;
    this.store = store;
    this.mostBytes = mostBytes;
    this.scratch = Scratch.create();
    this.remote = new RemoteFiles(store, scratch.folder(), Long.MAX_VALUE, InstantSource.system());
  }

  @Override
  public boolean isEmpty() throws IOException {
    if (!here.isEmpty()) {
      return false;
    }
    for (Dataset dataset : Dataset.values()) {
      if (!remote.folders(dataset.folder()).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** This machine first: what is uploaded and removed meanwhile is then found in the store. */
  @Override
  public List<Hour> hours(Dataset dataset, long fromNs, long toNs) throws IOException {
    Map<HourFolder, Hour> all = new TreeMap<>();
    for (Hour hour : here.hours(dataset, fromNs, toNs)) {
      all.put(new HourFolder(hour.gateway(), hour.hour()), hour);
    }
    stored(dataset, fromNs, toNs)
        .forEach((folder, names) -> {
          Hour local = all.get(folder);
          if (local != null) {
            names.addAll(local.names());
          }
          Path key = local == null ? here.root().resolve(path(dataset, folder)) : local.key();
          all.put(folder, new Hour(folder.gateway(), folder.hour(), List.copyOf(names), key));
        });
    return List.copyOf(all.values());
  }

  private Map<HourFolder, Set<String>> stored(Dataset dataset, long fromNs, long toNs)
      throws IOException {
    long first = Math.floorDiv(fromNs, HourFolder.HOUR_NS);
    long last = Math.floorDiv(toNs - 1, HourFolder.HOUR_NS);
    List<String> dates = new ArrayList<>();
    for (String gateway : remote.folders(dataset.folder())) {
      if (!GATEWAY.matcher(gateway).matches()) {
        continue;
      }
      String folder = dataset.folder() + "/" + gateway;
      for (String date : remote.folders(folder)) {
        Long day = HourFolder.day(date);
        if (day != null && day >= Math.floorDiv(first, 24L) && day <= Math.floorDiv(last, 24L)) {
          dates.add(folder + "/" + date);
        }
      }
    }
    Map<HourFolder, Set<String>> found = new HashMap<>();
    for (StoredObject object : remote.list(dates)) {
      Path path = Path.of(object.key());
      String name = path.getFileName().toString();
      Path folder = path.getParent();
      HourFolder hour = folder == null || folder.getNameCount() != 4 ? null : HourFolder.of(folder);
      if (hour != null
          && hour.hour() >= first
          && hour.hour() <= last
          && (Rollup.isName(name) || Segment.of(path) != null)) {
        found.computeIfAbsent(hour, _ -> new TreeSet<>()).add(name);
        objects.put(object.key(), object);
      }
    }
    return found;
  }

  private static String path(Dataset dataset, HourFolder folder) {
    return dataset.folder() + "/" + folder.path();
  }

  @Override
  public List<Path> journals(Dataset dataset) throws IOException {
    return here.journals(dataset);
  }

  @Override
  public void need(Collection<File> files) throws IOException {
    List<StoredObject> missing = new ArrayList<>();
    for (File file : files) {
      StoredObject object = objects.get(key(file.hour(), file.name()));
      if (object != null && here.fetch(file.hour(), file.name()) == null) {
        missing.add(object);
      }
    }
    bring(missing);
  }

  @Override
  public @Nullable Path fetch(Hour hour, String name) throws IOException {
    Path local = here.fetch(hour, name);
    if (local != null) {
      return local;
    }
    String key = key(hour, name);
    StoredObject object = objects.get(key);
    if (object == null) {
      object = remote.find(key).orElse(null); // it was here when the store was looked at
    }
    if (object == null) {
      return null;
    }
    objects.put(key, object);
    bring(List.of(object));
    Path copy = scratch.folder().resolve(key);
    return Files.exists(copy) ? copy : null;
  }

  private void bring(List<StoredObject> missing) throws IOException {
    List<StoredObject> fresh =
        missing.stream().filter(object -> !wanted.containsKey(object.key())).toList();
    fresh.forEach(object -> wanted.put(object.key(), object));
    long bytes = wanted.values().stream().mapToLong(StoredObject::bytes).sum();
    if (bytes > mostBytes) {
      throw new IOException(
          ("the answer needs %d files of %d MB from the store, %d MB may be fetched: ask about a"
                  + " shorter time, or let more be fetched")
              .formatted(wanted.size(), megabytes(bytes), megabytes(mostBytes)));
    }
    if (!fresh.isEmpty()) {
      remote.fetch(fresh);
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }

  /** Below the root here as in the store. */
  private String key(Hour hour, String name) {
    return here.root().relativize(hour.key()) + "/" + name;
  }

  @Override
  public List<Path> folders() {
    List<Path> folders = new ArrayList<>(here.folders());
    folders.add(scratch.folder());
    return folders;
  }

  @Override
  public void close() {
    store.close();
    scratch.close();
  }
}
