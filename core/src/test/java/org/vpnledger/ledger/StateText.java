package org.vpnledger.ledger;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Noticing;

/**
 * Keeps a state as text, every field of it, and makes it again: what a store does, without one.
 * Maps come back in the opposite order, since no store promises one.
 */
final class StateText {
  private static final Map<Class<?>, RecordComponent[]> FIELDS = new ConcurrentHashMap<>();

  private final String text;
  private int at;

  private StateText(String text) {
    this.text = text;
  }

  /** The state after it was kept and read again. */
  static State restored(State state) {
    return read(save(state));
  }

  static String save(State state) {
    StringBuilder text = new StringBuilder();
    try {
      write(text, state);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  static State read(String text) {
    try {
      return (State) Objects.requireNonNull(new StateText(text).read(State.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(StringBuilder text, @Nullable Object value)
      throws ReflectiveOperationException {
    switch (value) {
      case null -> text.append('-');
      case Record fields -> {
        text.append('+');
        for (RecordComponent field : fieldsOf(fields.getClass())) {
          write(text, field.getAccessor().invoke(fields));
        }
      }
      case List<?> list -> {
        token(text, String.valueOf(list.size()));
        for (Object each : list) {
          write(text, each);
        }
      }
      case Map<?, ?> map -> {
        token(text, String.valueOf(map.size()));
        for (Map.Entry<?, ?> each : List.copyOf(map.entrySet()).reversed()) {
          write(text, each.getKey());
          write(text, each.getValue());
        }
      }
      default -> token(text, value.toString());
    }
  }

  /** Asking a class each time would take most of the time of all tests. */
  private static RecordComponent[] fieldsOf(Class<?> type) {
    return FIELDS.computeIfAbsent(type, Class::getRecordComponents);
  }

  private static void token(StringBuilder text, String value) {
    text.append(value.length()).append(':').append(value);
  }

  private @Nullable Object read(Type type) throws ReflectiveOperationException {
    if (text.charAt(at) == '-') {
      at++;
      return null;
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      at++;
      return readRecord(record);
    }
    String token = token();
    if (type instanceof Class<?> words && words.isEnum()) {
      return Arrays.stream(words.getEnumConstants())
          .filter(word -> word.toString().equals(token))
          .findFirst()
          .orElseThrow();
    }
    if (type instanceof ParameterizedType generic) {
      return readMany(generic, Integer.parseInt(token));
    }
    return switch (type.getTypeName()) {
      case "int" -> Integer.valueOf(token);
      case "long" -> Long.valueOf(token);
      case "boolean" -> Boolean.valueOf(token);
      case "java.lang.String" -> token;
      case "java.time.Instant" -> Instant.parse(token);
      case "java.time.Duration" -> Duration.parse(token);
      case "org.vpnledger.vpn.Noticing" -> Noticing.valueOf(token);
      default -> throw new IllegalArgumentException("the state has a new kind of field: " + type);
    };
  }

  private Object readRecord(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] fields = fieldsOf(type);
    Class<?>[] types = new Class<?>[fields.length];
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      types[i] = fields[i].getType();
      values[i] = read(fields[i].getGenericType());
    }
    Constructor<?> whole = type.getDeclaredConstructor(types);
    return whole.newInstance(values);
  }

  private Object readMany(ParameterizedType type, int size) throws ReflectiveOperationException {
    Type[] of = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(Objects.requireNonNull(read(of[0])));
      }
      return list;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      Object key = Objects.requireNonNull(read(of[0]));
      map.put(key, Objects.requireNonNull(read(of[1])));
    }
    return map;
  }

  private String token() {
    int colon = text.indexOf(':', at);
    int start = colon + 1;
    at = start + Integer.parseInt(text.substring(at, colon));
    return text.substring(start, at);
  }
}
