package org.vpnledger.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.vpnledger.store.LedgerReader;

/** Everything that can be checked of an audit trail, one after the other. */
public final class Verification {
  private static final int LARGEST_HEAD = 64 << 10;

  private final Supplier<? extends LedgerReader> readers;
  private final Trust trust;

  /**
   * Of a ledger.
   *
   * @param readers opens it
   * @param trust whose signatures count
   */
  public Verification(Supplier<? extends LedgerReader> readers, Trust trust) {
    this.readers = readers;
    this.trust = trust;
  }

  /**
   * Checks the chain, what is left of deleted events, the logs, and heads that were kept elsewhere.
   *
   * @param logs real paths of audit logs
   * @param heads files
   * @throws IOException with one line when a file cannot be read
   */
  public List<Check> run(List<Path> logs, List<Path> heads)
      throws IOException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    checks.add(new ChainCheck(readers).run());
    try (LedgerReader reader = readers.get()) {
      HeadCheck head = new HeadCheck(reader, trust);
      if (!reader.checkpoints().isEmpty()) {
        checks.add(head.ofCheckpoints());
      }
      for (Path log : logs) {
        checks.add(LogCheck.run(log, readers));
      }
      texts(heads).forEach((file, text) -> checks.add(head.of(file, text)));
    }
    return checks;
  }

  /** Checks the chain of no more than so many of the latest events, which takes no time. */
  public Check ofLatest(int most) throws InterruptedException {
    return new ChainCheck(readers).run(most);
  }

  /** Heads by the names of their files. */
  public static Map<String, String> texts(List<Path> heads) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : heads) {
      texts.put(file.toString(), text(file));
    }
    return texts;
  }

  /** A pipe has no size; what is too large is no head, whatever has no end. */
  private static String text(Path file) throws IOException {
    byte[] bytes = new byte[0];
    if (Files.isReadable(file) && !Files.isDirectory(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST_HEAD + 1);
      }
    }
    if (bytes.length == 0 || bytes.length > LARGEST_HEAD) {
      throw new IOException(
          file + ": cannot be read, or is no head: name a file that 'audit head' wrote");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
