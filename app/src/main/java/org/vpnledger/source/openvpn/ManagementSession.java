package org.vpnledger.source.openvpn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Counters;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.OpenVpnStatus;

/**
 * A conversation with a server's management interface (OpenVPN's management-notes.txt), by who only
 * listens: it asks for the status and for counts of bytes, decides nothing, and goes when it is
 * asked to decide.
 */
final class ManagementSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementSession.class);
  private static final String QUESTION = "ENTER PASSWORD:";
  private static final int LONGEST_PASSWORD = 1024;
  private static final int MOST_BYTES = 64 << 20;

  /** Is told of each count. */
  interface Counting {
    void note(long clientId, Count count);
  }

  /** Of somebody's connection, as counted then. */
  record Count(Counters counters, Instant at) {}

  private final ManagementChannel channel;
  private final Counting counting;
  private final ObservationClock clock;
  private boolean cameIn;

  private ManagementSession(ManagementChannel channel, Counting counting, ObservationClock clock) {
    this.channel = channel;
    this.counting = counting;
    this.clock = clock;
  }

  /**
   * Connects, logs in, and asks to be told of what each connection moves, every second.
   *
   * @param password the file whose first line is the password, absent when there is none
   * @throws IOException when nobody is there, or nobody answers
   * @throws SourceException when the server is there and will not do
   */
  static ManagementSession open(
      SocketAddress address,
      @Nullable Path password,
      Duration patience,
      Counting counting,
      ObservationClock clock)
      throws IOException, SourceException {
    ManagementSession session =
        new ManagementSession(ManagementChannel.open(address, patience), counting, clock);
    try {
      session.logIn(password, System.nanoTime() + patience.toNanos());
      session.channel.send("bytecount 1");
      return session;
    } catch (IOException | SourceException e) {
      session.close();
      throw e;
    }
  }

  private void logIn(@Nullable Path password, long deadline) throws IOException, SourceException {
    boolean asked = false;
    while (true) {
      byte[] bytes = channel.lineOr(QUESTION, deadline);
      refuseInterrupted();
      if (bytes == null || isOver(deadline)) {
        throw new SourceException(
            "another program holds the server's management interface, which has room for one: end"
                + " that, or read the status file instead (type = \"openvpn-status\")");
      }
      String line = new String(bytes, StandardCharsets.ISO_8859_1);
      if (line.equals(QUESTION)) {
        if (asked || password == null) {
          throw new SourceException(
              asked
                  ? "the server refuses the password of " + password
                  : "the server wants a password: name the file that has it (password_file)");
        }
        asked = true;
        channel.send(firstLine(password));
      } else if (line.startsWith("ERROR: bad password")) {
        throw new SourceException("the server refuses the password of " + password);
      } else if (line.startsWith(">INFO:OpenVPN Management Interface")) {
        return;
      } else if (!line.startsWith("SUCCESS:")) {
        throw new SourceException("who answers there is no OpenVPN server", true);
      }
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ ->
          "does not exist: name the file that the server's option 'management' names";
      case AccessDeniedException _ -> "may not be read: run as root, or let this user read it";
      default -> "the password cannot be read: " + e.getMessage();
    };
  }

  /** As OpenVPN itself reads its password file. */
  private static String firstLine(Path file) throws SourceException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST_PASSWORD), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new SourceException(file + ": " + why(e) + " (password_file)", e);
    }
  }

  /**
   * Asks who is connected.
   *
   * @throws IOException when the server has gone, or does not answer
   * @throws SourceException when it answers with noise
   * @throws DemandException when it asks for what is not ours to give
   */
  OpenVpnStatus status(Duration patience) throws IOException, SourceException, DemandException {
    channel.send("status 3");
    long deadline = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    while (!isOver(deadline)) {
      byte[] line = channel.line(deadline);
      if (line == null) {
        refuseInterrupted();
        continue; // it is over, or somebody woke us, but the answer comes first
      }
      Notice notice = Notice.parse(line);
      if (notice != null) {
        note(notice);
      } else if (isAnswerTo(line)) {
        answer.writeBytes(line);
        answer.write('\n');
        if (answer.size() > MOST_BYTES) {
          throw new SourceException("gives no end of a status", true);
        }
        if (isEnd(line)) {
          return parsed(answer.toByteArray());
        }
      }
    }
    throw new SocketTimeoutException("does not answer");
  }

  /** Whose thread is interrupted waits for nothing: the daemon is stopping. */
  private static void refuseInterrupted() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("was left, since the daemon is stopping");
    }
  }

  private static boolean isOver(long deadline) {
    return System.nanoTime() - deadline >= 0;
  }

  /** Other commands are answered in one line, which nobody waits for. */
  private static boolean isAnswerTo(byte[] line) {
    return !startsWith(line, "SUCCESS:");
  }

  private static boolean isEnd(byte[] line) {
    return line.length == 3 && startsWith(line, "END");
  }

  private static boolean startsWith(byte[] line, String ascii) {
    return new String(line, 0, Math.min(line.length, ascii.length()), StandardCharsets.ISO_8859_1)
        .equals(ascii);
  }

  private static OpenVpnStatus parsed(byte[] answer) throws SourceException {
    try {
      return StatusParser.parse(answer, answer.length, ZoneOffset.UTC); // version 3 has seconds
    } catch (MalformedStatusException e) {
      throw new SourceException("answers " + e.getMessage(), true);
    }
  }

  /**
   * Listens until somebody comes in, or for so long.
   *
   * @return whether there is a reason to ask for the status
   * @throws IOException when the server has gone
   * @throws DemandException when it asks for what is not ours to give
   */
  boolean listen(Duration atMost) throws IOException, DemandException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!cameIn) {
      byte[] line = channel.line(deadline);
      if (line == null || isOver(deadline)) {
        return !isOver(deadline);
      }
      Notice notice = Notice.parse(line);
      if (notice != null) {
        note(notice);
      }
    }
    cameIn = false;
    return true;
  }

  private void note(Notice notice) throws DemandException {
    switch (notice) {
      case Notice.ByteCount(long id, Counters counters) ->
          counting.note(id, new Count(counters, clock.now().wall()));
      case Notice.Established _ -> cameIn = true;
      case Notice.Demand(String advice) -> throw new DemandException(advice);
      case Notice.Other _ -> LOG.trace("a notice that concerns nobody here");
    }
  }

  /** Lets {@link #listen} return; by any thread. */
  void wake() {
    channel.wake();
  }

  @Override
  public void close() {
    try (channel) {
      channel.send("quit");
    } catch (IOException e) {
      LOG.debug("leaving the management interface", e); // it is gone already
    }
  }
}
