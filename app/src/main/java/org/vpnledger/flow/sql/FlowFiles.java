package org.vpnledger.flow.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the flow log's files are: a folder here, or a store elsewhere of which a cache is here.
 * Lists are made of names alone; what a file holds is read only when a question needs it.
 */
public interface FlowFiles extends AutoCloseable {
  /**
   * An hour of a data set at one gateway.
   *
   * @param gateway as its folder is named
   * @param hour hours since 1970, UTC
   * @param names of its segments and its rollup
   * @param key what {@link #fetch} needs to find them
   */
  record Hour(String gateway, long hour, List<String> names, Path key) {
    public Hour {
      names = List.copyOf(names);
    }
  }

  /** A segment or a rollup of an hour. */
  record File(Hour hour, String name) {}

  /** Whether there is anything at all. */
  boolean isEmpty() throws IOException;

  /** The hours that may hold rows that began in {@code [fromNs, toNs)}, by gateway and time. */
  List<Hour> hours(Dataset dataset, long fromNs, long toNs) throws IOException;

  /** The journals that are still open or wait to be sealed; those that are listed may be gone. */
  List<Path> journals(Dataset dataset) throws IOException;

  /**
   * Those will be fetched: told before, so that they come together or, if they are too much, not at
   * all.
   *
   * @throws IOException with one line
   */
  default void need(Collection<File> files) throws IOException {}

  /** The file on this machine, fetched if need be; absent if it is gone. */
  @Nullable Path fetch(Hour hour, String name) throws IOException;

  /** The folders that its files lie in: nothing else is ever read. */
  List<Path> folders();

  /** Takes away what was fetched. */
  @Override
  default void close() {}
}
