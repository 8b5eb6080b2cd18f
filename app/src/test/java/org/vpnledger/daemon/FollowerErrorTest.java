package org.vpnledger.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class FollowerErrorTest {
  /** Recurses for ever. */
  private static final class Endless implements Reaction {
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String name() {
      return "endless";
    }

    @Override
    public Duration catchUp() {
      throw new StackOverflowError("too deep");
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void what_ends_a_reaction_for_good_is_told() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(Follower.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      Endless endless = new Endless();
      Follower follower = new Follower(endless);
      follower.start();
      assertThat(endless.closed.await(30, TimeUnit.SECONDS)).isTrue();
      follower.stop(); // its thread has ended by then
      assertThat(log.list).hasSize(1);
      assertThat(log.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
      assertThat(log.list.getFirst().getFormattedMessage())
          .startsWith("endless: stopped until the next start")
          .endsWith("StackOverflowError: too deep");
    } finally {
      logger.detachAppender(log);
    }
  }
}
