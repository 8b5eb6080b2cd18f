package org.vpnledger.flow.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.vpn.Address;

/**
 * A message of DNS, RFC 1035, and of its kin with the same form: mDNS (RFC 6762) and LLMNR (RFC
 * 4795).
 *
 * @param bytes the whole message, without the length that goes before it over TCP
 * @param id that an answer has in common with its question
 * @param isResponse whether it is an answer
 * @param responseCode 0 for success, 3 for a name that does not exist, and so on
 * @param questions what is asked
 * @param answers of its answer section, in order
 */
@SuppressWarnings("ArrayRecordComponent") // taken and given as they are: they are millions
public record DnsMessage(
    byte[] bytes,
    int id,
    boolean isResponse,
    int responseCode,
    List<Question> questions,
    List<Answer> answers) {

  /** The type of a record that holds an IPv4 address. */
  public static final int A = 1;

  /** The type of a record that says what name is meant. */
  public static final int CNAME = 5;

  /** The type of a record that holds an IPv6 address. */
  public static final int AAAA = 28;

  public DnsMessage {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
  }

  /**
   * What is asked.
   *
   * @param name in lower case, labels divided by dots, without one at the end; hostile text, in
   *     which bytes that are no printable ASCII, dots and backslashes within a label are written
   *     {@code \DDD} (RFC 1035, 5.1)
   * @param type of record that is wanted
   */
  public record Question(String name, int type) {}

  /**
   * What is answered.
   *
   * @param name as in {@link Question}
   * @param type of the record
   * @param ttl how many seconds it may be kept
   * @param address what an A or AAAA says
   * @param target what a CNAME says
   */
  public record Answer(
      String name, int type, long ttl, @Nullable Address address, @Nullable String target) {}
}
