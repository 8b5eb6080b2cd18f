package org.vpnledger.source.openvpn;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnledger.source.SourceException;
import org.vpnledger.vpn.Device;
import org.vpnledger.vpn.Moment;
import org.vpnledger.vpn.Observation;
import org.vpnledger.vpn.ObservationClock;
import org.vpnledger.vpn.OpenVpnStatus;
import org.vpnledger.vpn.TunnelId;

/**
 * An OpenVPN server by its management interface. Each look asks for the status; in between the
 * server tells what connections move, so that of one that ends between two looks the last second at
 * most is missing, and who comes in is looked at at once.
 */
public final class ManagementSource implements OpenVpnSource {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementSource.class);

  private final String name;
  private final TunnelId tunnel;
  private final SocketAddress address;
  private final @Nullable Path password;
  private final Duration timeout;
  private final @Nullable EndNotes ends;
  private final ObservationClock clock;
  private final Listed listed;
  private final Backoff backoff = new Backoff();
  private final Release release = new Release();
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable OpenVpnStatus latest;
  private volatile @Nullable ManagementSession session;
  private String problem = "was not asked yet";
  private boolean told;

  /**
   * A source, whose only tunnel has its name.
   *
   * @param address of a Unix socket, or an Internet one that need not be resolved
   * @param password the file whose first line is the interface's password, absent if it has none
   * @param timeout how long an answer may take
   * @param ends where connections' ends are noted, absent for who only looks
   */
  public ManagementSource(
      String name,
      SocketAddress address,
      @Nullable Path password,
      Duration timeout,
      @Nullable EndNotes ends,
      ObservationClock clock) {
    this.name = name;
    this.tunnel = new TunnelId(name, name);
    this.address = address;
    this.password = password;
    this.timeout = timeout;
    this.ends = ends;
    this.clock = clock;
    this.listed = new Listed();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String where() {
    return address instanceof InetSocketAddress internet
        ? internet.getHostString() + ":" + internet.getPort()
        : "unix:" + address;
  }

  @Override
  public @Nullable OpenVpnStatus latest() {
    return latest;
  }

  @Override
  public long failures() {
    return failures.get();
  }

  /**
   * Leaves the interface to another program for that long; takes it back at once if that is zero.
   * By any thread.
   */
  public void release(Duration howLong) {
    release.ask(howLong);
    ManagementSession held = session;
    if (held != null) {
      held.wake();
    }
  }

  @Override
  public List<Observation> poll() throws SourceException {
    if (release.isOn()) {
      leave();
      return fail(
          new SourceException(
              where() + ": is left to another program " + release.text(ZoneId.systemDefault())));
    }
    if (release.isTakenBack()) {
      backoff.succeeded();
    }
    if (session == null && !backoff.isOver()) {
      return fail(new SourceException(problem));
    }
    OpenVpnStatus status;
    try {
      status = ask();
    } catch (IOException e) {
      SourceException why = new SourceException(where() + ": " + advice(e), e);
      leave();
      backoff.failed();
      return isNobodyThere(e) ? gone(why) : fail(why);
    } catch (SourceException e) {
      leave();
      backoff.failed();
      return fail(new SourceException(where() + ": " + e.getMessage(), e.isMalformed()));
    } catch (DemandException e) {
      return fail(withdraw(e));
    }
    backoff.succeeded();
    told = false;
    latest = status;
    Moment now = clock.now();
    List<Observation> observations = ended(listed.replacedBy(status, now), now);
    observations.add(new Observation.Read(tunnel, now, Device.OPENVPN, Connections.of(status)));
    return observations;
  }

  private OpenVpnStatus ask() throws IOException, SourceException, DemandException {
    ManagementSession held = session;
    if (held == null) {
      held = ManagementSession.open(address, password, timeout, listed::note, clock);
      session = held;
    }
    return held.status(timeout);
  }

  /** Others can come in now. */
  private SourceException withdraw(DemandException demand) {
    leave();
    backoff.unwanted();
    return new SourceException(where() + ": " + demand.getMessage());
  }

  /** Asked after the status: who is not shown any more has left its note before. */
  private List<Observation> ended(List<Observation.End> seen, Moment now) {
    List<Observation.End> all = new ArrayList<>(seen);
    if (ends != null) {
      ends.take(now).forEach(note -> all.add(note.end()));
    }
    List<Observation> observations = new ArrayList<>();
    if (!all.isEmpty()) {
      observations.add(new Observation.Disconnected(tunnel, now, all));
    }
    return observations;
  }

  /** Whether the server has certainly ended: nobody listens where it does. */
  private boolean isNobodyThere(IOException e) {
    return e instanceof ConnectException
        || (address instanceof UnixDomainSocketAddress unix && Files.notExists(unix.getPath()));
  }

  /** The server has taken all its connections with it. */
  private List<Observation> gone(SourceException why) throws SourceException {
    if (told) {
      return fail(why);
    }
    told = true;
    failed(why);
    Moment now = clock.now();
    List<Observation> observations = ended(listed.gone(), now);
    observations.add(new Observation.Gone(tunnel, now));
    observations.add(new Observation.ReadFailed(tunnel, now, String.valueOf(why.getMessage())));
    return observations;
  }

  /** The server may go on, unseen; what it noted is told all the same. */
  private List<Observation> fail(SourceException why) throws SourceException {
    failed(why);
    Moment now = clock.now();
    List<Observation> observations = ended(List.of(), now);
    if (observations.isEmpty()) {
      throw why;
    }
    observations.add(new Observation.ReadFailed(tunnel, now, String.valueOf(why.getMessage())));
    return observations;
  }

  private SourceException failed(SourceException why) {
    problem = String.valueOf(why.getMessage());
    latest = null;
    failures.incrementAndGet();
    return why;
  }

  private String advice(IOException e) {
    if (isNobodyThere(e)) {
      return "nobody is there: does the server run, with 'management' and this address in its"
          + " configuration?";
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("Permission denied")) {
      return "may not be opened: run as root, or as the user of the server's"
          + " management-client-user";
    }
    boolean clear =
        e instanceof SocketTimeoutException
            || e instanceof UnknownHostException
            || e instanceof EOFException;
    return clear ? message : "ended the conversation: " + message;
  }

  private void leave() {
    ManagementSession held = session;
    session = null;
    if (held != null) {
      held.close();
    }
  }

  /** Listens meanwhile. */
  @Override
  public void await(Duration atMost) throws InterruptedException {
    ManagementSession held = session;
    if (held == null) {
      release.await(shorter(atMost, release.isOn() ? release.left() : backoff.left()));
      return;
    }
    if (release.isOn()) {
      return; // asked for while nobody listened
    }
    try {
      boolean _ = held.listen(atMost);
    } catch (IOException e) {
      LOG.debug("{}", where(), e); // the next look tells what is the matter
      leave();
    } catch (DemandException e) {
      problem = String.valueOf(withdraw(e).getMessage());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void kept(Moment upTo) {
    if (ends != null) {
      ends.kept(upTo);
    }
  }

  @Override
  public void close() {
    leave();
    if (ends != null) {
      ends.deleteKept();
    }
  }
}
