package org.vpnledger.name;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.name.ConfComment.Dialect;

/**
 * Picks the names out of the comments of a WireGuard configuration, as {@code wg(8)} and {@code
 * wg-quick(8)} read it, in every dialect of {@link Dialect}:
 *
 * <pre>{@code
 * # Client: Alice (3f1c9a52-…)      ### begin bob ###      [Peer]
 * [Peer]                            [Peer]                 # friendly_name = Carol
 * PublicKey = …                     PublicKey = …          PublicKey = …
 *                                   ### end bob ###
 * }</pre>
 *
 * <p>Only comments that hold no key, and public keys, become strings. A peer that PiVPN has
 * disabled ({@code #[disabled] } before each of its lines) is named too.
 */
final class ConfParser {
  /** What was commented since the last line that is a setting. */
  private static final class Comments {
    private final List<ConfComment> named = new ArrayList<>();
    private int adjoining;
    private @Nullable ConfComment single;
    private boolean blankBefore;
    private boolean blankAfter;

    void add(@Nullable ConfComment comment) {
      adjoining = blankAfter ? 1 : adjoining + 1;
      blankAfter = false;
      single = comment != null && comment.dialect() == Dialect.PLAIN ? comment : null;
      if (comment != null && comment.dialect() != Dialect.PLAIN) {
        named.add(comment);
      }
    }

    void blank() {
      if (adjoining == 0) {
        blankBefore = true;
      } else {
        blankAfter = true;
      }
    }

    /** The one plain comment of the lines just before this one, if it is one and alone. */
    @Nullable ConfComment alone() {
      return adjoining == 1 && !blankAfter ? single : null;
    }

    boolean isBesideFormer() {
      return !blankBefore && blankAfter;
    }

    boolean isBesideNext() {
      return blankBefore && !blankAfter;
    }
  }

  private final ParsedNames.Collector peers = new ParsedNames.Collector();
  private final Lines lines;
  private Comments comments = new Comments();
  private boolean inPeer;
  private boolean afterHeader;
  private @Nullable String key;
  private @Nullable ConfComment name;

  private ConfParser(byte[] content) {
    this.lines = new Lines(content);
  }

  static ParsedNames parse(byte[] content) {
    ConfParser parser = new ConfParser(content);
    parser.run();
    return parser.peers.of(NameFormat.COMMENTS);
  }

  private void run() {
    while (lines.next()) {
      if (lines.startsWith("#[disabled]")) {
        lines.skip("#[disabled]".length());
      }
      if (lines.isBlank()) {
        comments.blank();
      } else if (lines.first() == '#') {
        comment();
      } else if (lines.first() == '[') {
        header();
      } else {
        setting();
      }
    }
    beside(comments);
    endBlock();
  }

  private void comment() {
    if (lines.startsWith("#[peer]") || lines.startsWith("# [peer]")) {
      if (!comments.blankBefore) {
        beside(comments);
      }
      endBlock(); // what follows is of a peer that was commented out
      inPeer = false;
      comments = new Comments();
    } else if (lines.isWhole()) { // else the name may be half written
      comments.add(ConfComment.of(lines));
    }
  }

  /** The comments before a header may be the last of the block before or the first of this one. */
  private void header() {
    Comments before = comments;
    boolean former =
        inPeer
            && !before.isBesideNext()
            && (before.isBesideFormer() || name == null || !name.dialect().isWithin());
    List<ConfComment> next = new ArrayList<>();
    for (ConfComment comment : before.named) {
      if (former && comment.dialect().isWithin()) {
        take(comment);
      } else {
        next.add(comment);
      }
    }
    ConfComment alone = before.alone();
    endBlock();
    inPeer = lines.startsWith("[peer]");
    afterHeader = inPeer;
    comments = new Comments();
    if (inPeer) {
      next.forEach(this::take);
      take(alone);
      take(ConfComment.after(lines, lines.indexOf('#', 0)));
    }
  }

  private void setting() {
    if (!inPeer) {
      comments = new Comments();
      return;
    }
    within(comments);
    comments = new Comments();
    afterHeader = false;
    if (lines.startsWith("publickey")) {
      publicKey();
    }
  }

  /** After a block no other follows: what stands before a header is not its name. */
  private void beside(Comments since) {
    if (inPeer) {
      since.named.stream().filter(name -> name.dialect().isWithin()).forEach(this::take);
    }
  }

  private void within(Comments since) {
    if (inPeer) {
      since.named.forEach(this::take);
      if (afterHeader && !since.blankBefore) {
        take(since.alone());
      }
    }
  }

  private void publicKey() {
    int equals = lines.indexOf('=', 0);
    lines.skip(equals < 0 ? lines.length() : equals + 1);
    if (key == null && lines.isKey(0)) {
      key = lines.text(0, WireGuardKey.LENGTH);
      lines.skip(WireGuardKey.LENGTH);
      take(lines.first() == '#' ? ConfComment.after(lines, 0) : null);
    }
  }

  private void take(@Nullable ConfComment comment) {
    if (comment != null && (name == null || comment.dialect().compareTo(name.dialect()) < 0)) {
      name = comment;
    }
  }

  /** A block without a name is nothing bad: people need not name all. */
  private void endBlock() {
    if (inPeer && name != null) {
      peers.add(key, name.name(), name.labels());
    }
    key = null;
    name = null;
  }
}
