package org.vpnledger.audit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.EventText;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.chain.SignedHead;
import org.vpnledger.chain.SigningKey;
import org.vpnledger.report.Span;
import org.vpnledger.store.ChainedRow;
import org.vpnledger.store.CheckpointRow;
import org.vpnledger.store.LedgerReader;

/**
 * A stretch of the audit trail for who has no access to the gateway: a zip file with
 *
 * <ul>
 *   <li>{@code events.jsonl}, an event a line, canonical (see {@link EventText});
 *   <li>{@code hashes.txt}, the hash of each, in the same order;
 *   <li>{@code before.txt}, the hash that the first one follows;
 *   <li>{@code head.txt}, the last one's hash, signed (see {@link SignedHead});
 *   <li>{@code key.pem}, the public key of that signature;
 *   <li>{@code README.txt}, how to check all that with {@code sha256sum} and {@code openssl}.
 * </ul>
 */
public final class Bundle {
  static final String EVENTS = "events.jsonl";
  static final String HASHES = "hashes.txt";
  static final String BEFORE = "before.txt";
  static final String HEAD = "head.txt";
  static final String KEY = "key.pem";
  private static final String README = "README.txt";
  private static final int BATCH = 10_000;

  private final LedgerReader reader;
  private final Link before;
  private final long first;
  private final long last;

  private Bundle(LedgerReader reader, Link before, long first, long last) {
    this.reader = reader;
    this.before = before;
    this.first = first;
    this.last = last;
  }

  /**
   * The stretch of all events that were noticed in a time, and those between them.
   *
   * @throws IOException with one line for people when there are none, or the chain is broken there
   */
  public static Bundle of(LedgerReader reader, Span span) throws IOException {
    long first = reader.firstEventSince(span.from());
    long last = reader.lastEventBefore(span.to());
    if (first == 0 || last < first) {
      throw new IOException("no event was noticed in that time: 'vpnledger events' shows them");
    }
    return new Bundle(reader, before(reader, first), first, last);
  }

  private static Link before(LedgerReader reader, long first) throws IOException {
    List<ChainedRow> row = reader.chainedAfter(first - 2, 1);
    Link link = null;
    if (!row.isEmpty() && row.getFirst().seq() == first - 1) {
      link = row.getFirst().link();
    } else if (!reader.checkpoints().isEmpty()) {
      CheckpointRow checkpoint = reader.checkpoints().getLast();
      link = checkpoint.seq() == first - 1 ? checkpoint.link() : null;
    } else if (first == 1) {
      link = new Chain().beginning(reader.gatewayId());
    }
    if (link == null) {
      throw new IOException("the chain is broken before event " + first + ": see 'audit verify'");
    }
    return link;
  }

  /** How many events it has. */
  public long size() {
    return last - first + 1;
  }

  /**
   * Writes it.
   *
   * @param key signs its head
   * @throws IOException with one line for people; nothing is left of a bundle that is not whole
   */
  public void write(Path file, SigningKey key, Instant now) throws IOException {
    boolean whole = false;
    AuditKey.requireFolder(file);
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      put(zip, README, BundleText.of(reader.gatewayName(), first, last));
      put(zip, BEFORE, before + "\n");
      Link end = events(zip);
      hashes(zip);
      Head head = new Head(reader.gatewayId(), reader.gatewayName(), last, end, now);
      put(zip, HEAD, SignedHead.of(head, key).toFile());
      put(zip, KEY, key.verifying().toPem());
      whole = true;
    } catch (FileAlreadyExistsException e) {
      whole = true; // it is somebody's
      throw new IOException(file + ": is there already: choose another name", e);
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The events; a bundle of what is not whole would be no proof of anything. */
  private Link events(ZipOutputStream zip) throws IOException {
    Writer out = begin(zip, EVENTS);
    Chain chain = new Chain();
    Link link = before;
    long seq = first - 1;
    for (List<ChainedRow> rows = rows(seq); !rows.isEmpty(); rows = rows(seq)) {
      for (ChainedRow row : rows) {
        @Nullable String line = row.event() == null ? null : EventText.of(row.seq(), row.event());
        if (line == null || row.seq() != seq + 1) {
          throw new IOException("event " + (seq + 1) + " is not whole: see 'audit verify'");
        }
        link = chain.next(link, line);
        if (!link.equals(row.link())) {
          throw new IOException("event " + row.seq() + " is not whole: see 'audit verify'");
        }
        out.append(line).append('\n');
        seq = row.seq();
      }
    }
    out.flush();
    zip.closeEntry();
    return link;
  }

  private void hashes(ZipOutputStream zip) throws IOException {
    Writer out = begin(zip, HASHES);
    long seq = first - 1;
    for (List<ChainedRow> rows = rows(seq); !rows.isEmpty(); rows = rows(seq)) {
      for (ChainedRow row : rows) {
        out.append(String.valueOf(row.link())).append('\n');
      }
      seq = rows.getLast().seq();
    }
    out.flush();
    zip.closeEntry();
  }

  private List<ChainedRow> rows(long after) {
    return after >= last
        ? List.of()
        : reader.chainedAfter(after, (int) Math.min(BATCH, last - after));
  }

  private static Writer begin(ZipOutputStream zip, String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    return new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
