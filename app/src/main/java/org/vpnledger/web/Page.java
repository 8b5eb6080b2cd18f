package org.vpnledger.web;

/**
 * What one path answers. Called on virtual threads, by several at once, no more than {@link
 * Bounds#answering} of them. It may be slow only by computing: waiting for something would keep
 * others waiting.
 */
@FunctionalInterface
public interface Page {
  /**
   * The answer to that request. What it throws becomes a 500 with one line, which does not say
   * more; the log does.
   */
  Answer answer(Request request);
}
