package org.vpnledger.flow.ipfix;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.FlowRecord;

/** Flows that wait for the thread that sends them: only so many, and nobody waits to add one. */
final class FlowQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<FlowRecord> flows = new ArrayDeque<>();
  private final int most;
  private boolean closed;

  FlowQueue(int most) {
    this.most = most;
  }

  /** False if there is no room, or the end has come. */
  boolean offer(FlowRecord flow) {
    lock.lock();
    try {
      if (closed || flows.size() >= most) {
        return false;
      }
      flows.add(flow);
      if (flows.size() == 1) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest; absent if none came in that time, or none will come any more. */
  @Nullable FlowRecord take(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (flows.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return flows.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits that long, or until it is closed; false if it is. */
  boolean pause(Duration time) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(time);
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return flows.size();
    } finally {
      lock.unlock();
    }
  }
}
