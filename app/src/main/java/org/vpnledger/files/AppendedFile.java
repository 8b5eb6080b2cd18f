package org.vpnledger.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * A file that lines are appended to by who remembers, elsewhere, how long it was: a crash between
 * the file and that memory repeats or loses no line.
 */
public final class AppendedFile {
  /** A batch that is written again may differ in length, since names in it may be others by now. */
  private static final long LEEWAY = 64L << 10;

  private AppendedFile() {}

  /**
   * Appends and waits until it is on the disk. If a crash came between an earlier append and the
   * memory of it, what stands behind the remembered end is this very batch, or its beginning: it is
   * written again from there.
   *
   * @param file made with mode 0640 if it is not there; a symbolic link is refused
   * @param text whole lines
   * @param known the length as it is remembered, 0 if nothing is
   * @param mark how many characters of ASCII at the text's start tell that it is this very batch
   * @return the file's length afterwards, in bytes
   */
  public static long append(Path file, String text, long known, int mark) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))) {
      long position = place(channel, bytes, known, mark);
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        position += channel.write(rest, position);
      }
      channel.truncate(position);
      channel.force(true);
      return position;
    }
  }

  /** Where to write: behind everything, or where this batch was begun before. */
  private static long place(FileChannel channel, byte[] batch, long known, int mark)
      throws IOException {
    long end = channel.size();
    long begun = begun(channel, known, end);
    long behind = end - begun;
    if (behind > 0 && behind <= batch.length + LEEWAY) {
      byte[] start = new byte[(int) Math.min(behind, Math.min(mark, batch.length))];
      readFully(channel, begun, start);
      if (Arrays.equals(start, 0, start.length, batch, 0, start.length)) {
        return begun;
      }
    }
    if (end > 0) {
      byte[] last = new byte[1];
      readFully(channel, end - 1, last);
      if (last[0] != '\n') { // somebody else's half line must not swallow ours
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
        return end + 1;
      }
    }
    return end;
  }

  /** Where a batch began that followed the remembered end: half a line there was ended first. */
  private static long begun(FileChannel channel, long known, long end) throws IOException {
    if (known == 0 || known >= end) {
      return known;
    }
    byte[] around = new byte[2];
    readFully(channel, known - 1, around);
    return around[0] != '\n' && around[1] == '\n' ? known + 1 : known;
  }

  private static void readFully(FileChannel channel, long from, byte[] into) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // one read need not give all
    }
  }
}
