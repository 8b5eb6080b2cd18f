package org.vpnledger.flow.ipfix;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads messages as RFC 7011 has them, and knows nothing of who made them. */
public final class IpfixReader {
  /** What was read of one message: values by the number of their element, as text. */
  public record Message(
      int length,
      long time,
      long sequence,
      long domain,
      int templates,
      List<Map<Integer, String>> records) {}

  private record Field(int number, int length) {}

  private final Map<Integer, List<Field>> templates = new HashMap<>();

  /** All messages in a stream that ends after one of them. */
  List<Message> stream(byte[] bytes) {
    List<Message> messages = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      int length = rest.getShort(rest.position() + 2) & 0xffff;
      byte[] one = new byte[length];
      rest.get(one);
      messages.add(read(ByteBuffer.wrap(one)));
    }
    return messages;
  }

  /** One message. */
  public Message read(ByteBuffer in) {
    int all = in.remaining();
    require(in.getShort() == 10, "version");
    int length = in.getShort() & 0xffff;
    require(length == all, "length");
    long time = in.getInt() & 0xffff_ffffL;
    long sequence = in.getInt() & 0xffff_ffffL;
    long domain = in.getInt() & 0xffff_ffffL;
    int told = 0;
    List<Map<Integer, String>> records = new ArrayList<>();
    while (in.hasRemaining()) {
      int set = in.getShort() & 0xffff;
      ByteBuffer content = in.slice(in.position() + 2, (in.getShort() & 0xffff) - 4);
      in.position(in.position() + content.remaining());
      if (set == 2) {
        while (content.hasRemaining()) {
          template(content);
          told++;
        }
      } else {
        List<Field> fields = templates.get(set);
        require(fields != null, "a template for " + set);
        while (content.hasRemaining()) {
          records.add(record(content, Objects.requireNonNull(fields)));
        }
      }
    }
    return new Message(length, time, sequence, domain, told, records);
  }

  private void template(ByteBuffer in) {
    int id = in.getShort() & 0xffff;
    int count = in.getShort() & 0xffff;
    require(id >= 256 && count > 0, "a template's head");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(new Field(in.getShort(), in.getShort() & 0xffff));
    }
    templates.put(id, fields);
  }

  private static Map<Integer, String> record(ByteBuffer in, List<Field> fields) {
    Map<Integer, String> record = new LinkedHashMap<>();
    for (Field field : fields) {
      int length = field.length() == 65535 ? in.get() & 0xff : field.length();
      byte[] value = new byte[length];
      in.get(value);
      record.put(field.number(), text(field.number(), value));
    }
    return record;
  }

  private static String text(int number, byte[] value) {
    return switch (number) {
      case 8, 12, 27, 28 -> address(value);
      case 82, 371 -> new String(value, StandardCharsets.UTF_8);
      default -> new java.math.BigInteger(1, value).toString();
    };
  }

  private static String address(byte[] value) {
    try {
      return InetAddress.getByAddress(value).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("no IPFIX: " + what);
    }
  }
}
