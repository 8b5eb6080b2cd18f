package org.vpnledger.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.vpnledger.chain.Chain;
import org.vpnledger.chain.Head;
import org.vpnledger.chain.Link;
import org.vpnledger.chain.SignedHead;

/** Whether a bundle is whole; needs no ledger. Reads one line at a time, whatever it is given. */
public final class BundleCheck {
  private static final int LONGEST = 64 << 10;
  private static final Link NOT_THERE = new Link("0".repeat(64));

  private final ZipFile zip;
  private final String subject;
  private final Trust trust;

  private BundleCheck(ZipFile zip, String subject, Trust trust) {
    this.zip = zip;
    this.subject = subject;
    this.trust = trust;
  }

  /**
   * Checks one.
   *
   * @param trust whose signature counts
   * @param heads that were kept elsewhere, by what they are called
   * @throws IOException with one line when the file cannot be read
   */
  public static List<Check> run(Path file, Trust trust, Map<String, String> heads)
      throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new BundleCheck(zip, file.toString(), trust).checks(heads);
    } catch (ZipException e) {
      throw new IOException(file + ": is no bundle: 'vpnledger audit export' writes one", e);
    }
  }

  private List<Check> checks(Map<String, String> texts) throws IOException {
    List<Check> checks = new ArrayList<>();
    Map<String, Head> heads = new LinkedHashMap<>();
    texts.forEach((name, text) -> {
      SignedHead signed = SignedHead.parse(text);
      String problem = signed == null ? "is no signed head" : trust.problem(signed);
      if (signed == null || problem != null) {
        checks.add(Check.broken(name, String.valueOf(problem)));
      } else {
        heads.put(name, signed.head());
      }
    });
    Map<Long, Link> links = new HashMap<>();
    heads.values().forEach(head -> links.put(head.seq(), NOT_THERE));
    checks.addFirst(events(links));
    heads.forEach((name, head) -> checks.add(head(name, head, links)));
    return checks;
  }

  private static Check head(String name, Head head, Map<Long, Link> links) {
    Link link = links.getOrDefault(head.seq(), NOT_THERE);
    if (link.equals(NOT_THERE)) {
      return Check.broken(name, "its event %d is not in the bundle".formatted(head.seq()));
    }
    return link.equals(head.link())
        ? Check.whole(name, "event %d is as it was signed on %s".formatted(head.seq(), head.at()))
        : Check.broken(
            name,
            "the events up to %d are not those that were signed on %s"
                .formatted(head.seq(), head.at()));
  }

  /** The events against their hashes and the head; fills in the links of those that are asked. */
  private Check events(Map<Long, Link> asked) throws IOException {
    SignedHead head = SignedHead.parse(text(Bundle.HEAD));
    Link link = Link.parse(text(Bundle.BEFORE).strip());
    if (head == null || link == null) {
      return Check.broken(subject, (head == null ? Bundle.HEAD : Bundle.BEFORE) + " is not there");
    }
    String problem = trust.problem(head);
    if (problem != null) {
      return Check.broken(subject, Bundle.HEAD + " " + problem);
    }
    Chain chain = new Chain();
    long count = count(Bundle.HASHES);
    if (count == 0) {
      return Check.broken(subject, "has no events");
    }
    long before = head.head().seq() - count;
    long seq = before;
    try (LineReader lines = open(Bundle.EVENTS);
        LineReader hashes = open(Bundle.HASHES)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        seq++;
        link = chain.next(link, line);
        if (!link.hex().equals(hashes.next())) {
          return Check.broken(
              subject,
              "%s line %d was changed, removed or put in".formatted(Bundle.EVENTS, seq - before));
        }
        asked.replace(seq, link);
      }
    }
    return head.head().link().equals(link) && seq == head.head().seq()
        ? Check.whole(
            subject,
            "events %d to %d of %s are whole".formatted(before + 1, seq, head.head().gatewayName()))
        : Check.broken(subject, "its last events were removed, or hashes put in");
  }

  private long count(String name) throws IOException {
    long count = 0;
    try (LineReader lines = open(name)) {
      while (lines.next() != null) {
        count++;
      }
    }
    return count;
  }

  private String text(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return "";
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    }
  }

  private LineReader open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    return new LineReader(
        entry == null ? InputStream.nullInputStream() : zip.getInputStream(entry));
  }
}
