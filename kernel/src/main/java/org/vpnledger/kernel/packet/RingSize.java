package org.vpnledger.kernel.packet;

/**
 * How much memory a ring takes: blocks that the kernel fills and hands over one by one. It has to
 * hold what passes while its reader is not running.
 *
 * @param blockBytes of one block: a power of two, and at least a page
 * @param blocks how many
 */
public record RingSize(int blockBytes, int blocks) {
  private static final int BLOCK = 1 << 20;
  private static final int LEAST_BLOCK = 64 << 10;
  private static final int FEWEST = 8;
  private static final int LEAST = FEWEST * LEAST_BLOCK;
  private static final int MOST = 1 << 30;

  public RingSize {
    if (Integer.bitCount(blockBytes) != 1 || blockBytes < 4096 || blocks < 2) {
      throw new IllegalArgumentException("no ring: " + blocks + " blocks of " + blockBytes);
    }
  }

  /**
   * As many blocks of 1 MiB as fit, or smaller ones, that the kernel always has one to fill.
   *
   * @param bytes of all of them together, 512 KiB to 1 GiB
   */
  public static RingSize of(long bytes) {
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException("a ring is of 512 KiB to 1 GiB");
    }
    int block = BLOCK;
    while (bytes / block < FEWEST) {
      block /= 2;
    }
    return new RingSize(block, (int) (bytes / block));
  }

  /** Of all blocks. */
  public long bytes() {
    return (long) blockBytes * blocks;
  }
}
