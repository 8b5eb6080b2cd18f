package org.vpnledger.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of keys with their origins; a key that nobody set has its default. */
final class Values {
  private record Setting<T>(T value, Origin origin) {}

  private final Surroundings here;
  private final Instance instance;
  private final Map<Key<?>, Setting<?>> settings = new LinkedHashMap<>();

  Values(Surroundings here) {
    this(here, Instance.PLAIN);
  }

  Values(Surroundings here, Instance instance) {
    this.here = here;
    this.instance = instance;
  }

  Surroundings here() {
    return here;
  }

  Instance instance() {
    return instance;
  }

  /** The later origin wins: the caller goes from weak to strong. */
  <T> void put(Key<T> key, T value, Origin origin) {
    settings.put(key, new Setting<>(value, origin));
  }

  boolean isSet(Key<?> key) {
    return settings.containsKey(key);
  }

  <T> T get(Key<T> key) {
    T value = find(key);
    if (value == null) {
      throw new IllegalStateException(key.name() + " has no default");
    }
    return value;
  }

  /** The value, or the default, or absent if there is none. */
  <T> @Nullable T find(Key<T> key) {
    @SuppressWarnings("unchecked") // put() has taken care
    Setting<T> setting = (Setting<T>) settings.get(key);
    if (setting != null) {
      return setting.value();
    }
    return key.fallback() == null ? null : key.fallback().apply(this);
  }

  Origin origin(Key<?> key) {
    Setting<?> setting = settings.get(key);
    return setting == null ? new Origin.Default() : setting.origin();
  }

  /** The value as it stands in TOML. */
  <T> String toToml(Key<T> key) {
    return key.kind().toToml(get(key));
  }
}
