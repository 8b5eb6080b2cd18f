package org.vpnledger.flow.decode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.flow.decode.DnsMessage.Answer;
import org.vpnledger.flow.decode.DnsMessage.Question;
import org.vpnledger.vpn.Address;

/**
 * Reads a message of DNS to its end, so that what only looks like one is none:
 *
 * <pre>
 * 0 id   2 flags   4 questions   6 answers   8 authorities   10 additional records
 * question  name, type, class
 * record    name, type, class, time to live (4), length, data
 * </pre>
 */
final class DnsParser {
  private static final int HEADER = 12;
  private static final int RESPONSE = 0x8000;
  private static final int HIGHEST_OPERATION = 6; // 3 is not given, RFC 6895
  private static final int MOST_KEPT = 256;
  private static final long MAPPED = 0xffff_0000_0000L;

  private final ByteBuffer message;
  private final DnsNames names;

  private DnsParser(byte[] bytes) {
    message = ByteBuffer.wrap(bytes); // big-endian, as the net is
    names = new DnsNames(message);
  }

  /** Gives the message, or nothing if the bytes are none. */
  static @Nullable DnsMessage parse(byte[] bytes) {
    if (bytes.length < HEADER) {
      return null;
    }
    try {
      return new DnsParser(bytes).message(bytes);
    } catch (MalformedDnsException e) {
      return null; // not everything that goes over these ports is DNS
    }
  }

  private @Nullable DnsMessage message(byte[] bytes) throws MalformedDnsException {
    int id = message.getShort() & 0xffff;
    int flags = message.getShort() & 0xffff;
    int operation = flags >>> 11 & 0xf;
    int asked = message.getShort() & 0xffff;
    int answered = message.getShort() & 0xffff;
    int others = (message.getShort() & 0xffff) + (message.getShort() & 0xffff);
    if (operation > HIGHEST_OPERATION || operation == 3 || asked + answered + others == 0) {
      return null;
    }
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      Question question = question();
      if (questions.size() < MOST_KEPT) {
        questions.add(question);
      }
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < answered + others; i++) {
      Answer answer = record();
      if (i < answered && answers.size() < MOST_KEPT) {
        answers.add(answer);
      }
    }
    return message.hasRemaining()
        ? null
        : new DnsMessage(bytes, id, (flags & RESPONSE) != 0, flags & 0xf, questions, answers);
  }

  private Question question() throws MalformedDnsException {
    String name = names.read();
    need(4);
    int type = message.getShort() & 0xffff;
    message.getShort();
    return new Question(name, type);
  }

  private Answer record() throws MalformedDnsException {
    String name = names.read();
    need(10);
    int type = message.getShort() & 0xffff;
    message.getShort();
    long ttl = message.getInt() & 0xffff_ffffL;
    int length = message.getShort() & 0xffff;
    need(length);
    int end = message.position() + length;
    Address address = null;
    String target = null;
    if (type == DnsMessage.A && length == 4) {
      address = new Address(0, MAPPED | (message.getInt() & 0xffff_ffffL));
    } else if (type == DnsMessage.AAAA && length == 16) {
      address = new Address(message.getLong(), message.getLong());
    } else if (type == DnsMessage.CNAME) {
      target = names.read();
      if (message.position() != end) {
        throw new MalformedDnsException();
      }
    }
    message.position(end);
    return new Answer(name, type, ttl, address, target);
  }

  private void need(int bytes) throws MalformedDnsException {
    if (message.remaining() < bytes) {
      throw new MalformedDnsException();
    }
  }
}
