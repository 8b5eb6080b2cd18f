package org.vpnledger.flow.policy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * The key of the day, say: hashes made with it can be compared as long as it lives, and mean
 * nothing once it is destroyed. It is made when it is needed; its file is there so that a restart
 * does not change it. Used by one thread.
 */
final class HashKey {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyFile file;
  private final Duration life;
  private final InstantSource clock;
  private final byte[] message = new byte[2 * Long.BYTES];
  private @Nullable Mac mac;
  private long endsAt = Long.MIN_VALUE;
  private long generation;

  HashKey(Path folder, Duration life, InstantSource clock, Consumer<String> problems) {
    this.file = new KeyFile(folder, problems);
    this.life = life;
    this.clock = clock;
  }

  /** Changes whenever the key does. */
  long generation() {
    current();
    return generation;
  }

  /** 64 bits of HMAC-SHA-256 over all 128 bits of the address. */
  long hash(Address address) {
    Mac hashing = current();
    ByteBuffer.wrap(message).putLong(address.high()).putLong(address.low());
    return ByteBuffer.wrap(hashing.doFinal(message)).getLong();
  }

  /** Destroys a key whose time is over, in memory and on the disk. */
  void tick() {
    Instant now = clock.instant();
    if (now.toEpochMilli() >= endsAt) {
      mac = null;
      if (!isAlive(file.read(), now)) {
        file.destroy();
      }
    }
  }

  private boolean isAlive(KeyFile.@Nullable Kept kept, Instant now) {
    return kept != null && !kept.made().isAfter(now) && now.isBefore(kept.made().plus(life));
  }

  private Mac current() {
    Mac made = mac;
    if (made != null && clock.millis() < endsAt) {
      return made;
    }
    Instant now = clock.instant();
    KeyFile.Kept kept = file.read();
    if (kept == null || !isAlive(kept, now)) {
      byte[] secret = new byte[BYTES];
      RANDOM.nextBytes(secret);
      kept = new KeyFile.Kept(Instant.ofEpochSecond(now.getEpochSecond()), secret);
      file.replace(kept);
    }
    Mac begun = hmac(kept.secret());
    Arrays.fill(kept.secret(), (byte) 0);
    mac = begun;
    endsAt = kept.made().plus(life).toEpochMilli();
    generation++;
    return begun;
  }

  private static Mac hmac(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
