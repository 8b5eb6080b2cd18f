package org.vpnledger.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings a spool's files to a store, oldest first, one at a time, on a thread of its own. Each is
 * looked for in the store, sent if it is not there, looked at again, and only then removed or noted
 * as uploaded. So a crash at any point is followed by the same key, and by no second upload of what
 * had arrived. What fails is tried again for ever; while it fails, the spool's limit holds.
 */
public final class Uploader implements AutoCloseable {
  private static final String LOCK = ".lock";

  /** Files that nobody told of, as after a restart or from another process, are found by then. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final Spool spool;
  private final ObjectStore.Opener opener;
  private final SpoolPolicy policy;
  private final SpoolListener listener;
  private final InstantSource clock;
  private final Backlog backlog;
  private final Backoff backoff;
  private final Semaphore bell = new Semaphore(0);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().daemon().name("spool").unstarted(this::run);

  /** Files that failed by themselves, and when they are tried again. */
  private final Map<String, Instant> aside = new HashMap<>();

  /** Files that are in the store, and stay until nobody here needs them. */
  private final Set<SpooledFile> lingering = new HashSet<>();

  private @Nullable ObjectStore store;
  private @Nullable UploadedList kept;
  private @Nullable FileChannel lock;
  private volatile Instant looked = Instant.MIN;
  private String told = "";

  /**
   * Does nothing yet.
   *
   * @param opener asked when there is a file to upload, not before; asked again when access was
   *     denied, so that mended credentials are seen
   */
  public Uploader(
      Spool spool,
      ObjectStore.Opener opener,
      SpoolPolicy policy,
      SpoolListener listener,
      InstantSource clock) {
    this.spool = spool;
    this.opener = opener;
    this.policy = policy;
    this.listener = listener;
    this.clock = clock;
    this.backlog = new Backlog(spool, policy, listener);
    this.backoff =
        new Backoff(policy.shortestDelay(), policy.longestDelay(), RandomGenerator.getDefault());
  }

  /**
   * Begins.
   *
   * @throws IOException with one line, if the folder cannot be used, or is in use by another
   *     uploader
   */
  public void start() throws IOException {
    Files.createDirectories(spool.root());
    FileChannel channel =
        FileChannel.open(
            spool.root().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(spool.root() + ": another program uploads these files");
    }
    lock = channel;
    spool.watch(file -> {
      backlog.add(file);
      bell.release();
    });
    thread.start();
  }

  /** How it stands. */
  public SpoolState state() {
    return backlog.state();
  }

  /** Looks for files at once, also for those that another process finished. */
  public void look() {
    looked = Instant.MIN;
    bell.release();
  }

  /** Waits until no file waits; false if that takes longer. */
  public boolean awaitEmpty(Duration longest) throws InterruptedException {
    return backlog.awaitEmpty(longest);
  }

  /**
   * Ends within a few seconds whatever the store does. What is under way is given up then: the next
   * start goes on with it.
   */
  @Override
  public void close() {
    stop.countDown();
    if (lock == null) {
      return; // it was never started
    }
    spool.watch(file -> {});
    bell.release();
    try {
      if (!thread.join(LONGEST_END)) {
        thread.interrupt();
        thread.join(LONGEST_END);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private void run() {
    try {
      while (stop.getCount() > 0) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // by close(): the thread ends
    } finally {
      closeStore();
      release();
    }
  }

  private void step() throws InterruptedException {
    SpooledFile file = null;
    try {
      if (Duration.between(looked, clock.instant()).compareTo(LOOK) >= 0) {
        scan();
      }
      bell.drainPermits();
      file = backlog.take(this::isDue);
      if (file == null) {
        boolean _ = bell.tryAcquire(rest().toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
      upload(file);
      aside.remove(file.name());
      succeeded(file);
    } catch (NoSuchFileException e) {
      if (file == null) {
        failed(e.getMessage() + ": no such file", backoff.next());
      } else {
        backlog.forget(file); // somebody took it away
      }
    } catch (StoreException e) {
      failed(file, e);
    } catch (IOException e) {
      failed(file, "the disk: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      failed(file, "unexpected: " + e);
    } finally {
      backlog.putBack();
    }
  }

  /** Until somebody must look again, or a file that was set aside is due. */
  private Duration rest() {
    Instant now = clock.instant();
    Duration rest = LOOK;
    for (Instant due : aside.values()) {
      Duration left = Duration.between(now, due).plusMillis(1);
      rest = left.compareTo(rest) < 0 ? left : rest;
    }
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private boolean isDue(SpooledFile file) {
    Instant when = aside.get(file.name());
    return when == null || !when.isAfter(clock.instant());
  }

  private void scan() throws IOException {
    backlog.beginLook();
    var files = spool.files();
    UploadedList list = kept == null ? UploadedList.open(spool.root(), files) : kept;
    kept = list;
    lingering.retainAll(files);
    for (SpooledFile file : List.copyOf(lingering)) {
      if (!spool.isNeeded(file.name())) {
        spool.remove(file.name());
        lingering.remove(file);
        files.remove(file);
      }
    }
    files.removeAll(lingering);
    files.removeIf(file -> list.has(file) && (policy.keep() || spool.isNeeded(file.name())));
    backlog.endLook(files);
    aside.keySet().removeIf(name -> !Files.exists(spool.path(name), LinkOption.NOFOLLOW_LINKS));
    looked = clock.instant();
  }

  private void upload(SpooledFile file) throws IOException {
    Path path = spool.path(file.name());
    Checksum checksum = Checksum.of(path);
    ObjectStore to = store();
    String key = file.name();
    Presence presence = presence(to, key, checksum);
    if (presence == Presence.OTHER) {
      key = otherKey(file.name(), checksum);
      presence = presence(to, key, checksum);
    }
    if (presence == Presence.ABSENT) {
      to.put(key, path, checksum);
      presence = presence(to, key, checksum);
    }
    if (presence != Presence.SAME) {
      throw new StoreException(
          StoreException.Kind.REFUSED, key + ": the store does not show what was sent", null);
    }
    if (!key.equals(file.name())) {
      listener.occupied(file, key);
    }
    boolean needed = !policy.keep() && spool.isNeeded(file.name());
    if (needed) {
      lingering.add(file);
    }
    if ((policy.keep() || needed) && kept != null) {
      kept.add(file);
    } else {
      spool.remove(file.name());
    }
  }

  /** What is under a key. */
  private enum Presence {
    ABSENT,
    SAME,
    OTHER
  }

  private Presence presence(ObjectStore in, String key, Checksum checksum) throws IOException {
    var there = in.head(key);
    if (there.isEmpty()) {
      return Presence.ABSENT;
    }
    return switch (there.get().to(checksum)) {
      case SAME -> Presence.SAME;
      case OTHER -> Presence.OTHER;
      case UNKNOWN -> readBack(in, key, checksum) ? Presence.SAME : Presence.OTHER;
    };
  }

  /** For a store that keeps neither our note nor an MD5. */
  private boolean readBack(ObjectStore in, String key, Checksum checksum) throws IOException {
    Path copy = Files.createTempFile(spool.root(), ".readback", ".tmp");
    try {
      in.get(key, copy, checksum.bytes());
      return Checksum.of(copy).equals(checksum);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /**
   * Where a file goes if something else has its key. Made of the content, so that it is the same at
   * the next attempt.
   */
  static String otherKey(String name, Checksum checksum) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    int end = dot < 0 ? name.length() : dot;
    return name.substring(0, end) + "~" + checksum.sha256().substring(0, 12) + name.substring(end);
  }

  private void succeeded(SpooledFile file) {
    backlog.uploaded(file, clock.instant());
    backoff.reset();
    listener.uploaded(file);
    if (!told.isEmpty() && aside.isEmpty()) {
      told = "";
      listener.recovered();
    }
  }

  private void failed(@Nullable SpooledFile file, StoreException e) throws InterruptedException {
    String line = String.valueOf(e.getMessage());
    switch (e.kind()) {
      case UNAVAILABLE -> failed(line, backoff.next());
      case DENIED -> {
        closeStore();
        failed(line, backoff.slow());
      }
      case REFUSED -> failed(file, line);
    }
  }

  /** One file's own trouble holds up no other. */
  private void failed(@Nullable SpooledFile file, String line) throws InterruptedException {
    Duration delay = backoff.next();
    if (file == null || stop.getCount() == 0) {
      failed(line, delay);
    } else {
      aside.put(file.name(), clock.instant().plus(policy.longestDelay()));
      failed(line, policy.shortestDelay());
    }
  }

  private void failed(String line, Duration delay) throws InterruptedException {
    if (stop.getCount() == 0) {
      return; // it was cut off
    }
    backlog.failed(line);
    if (!line.equals(told)) {
      told = line;
      listener.failing(line);
    }
    boolean _ = stop.await(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private ObjectStore store() throws StoreException {
    if (store == null) {
      store = opener.open();
    }
    return store;
  }

  private void closeStore() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  private void release() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      // the process's end does it
    }
  }
}
