package org.vpnledger.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vpnledger.ledger.Event;
import org.vpnledger.store.EventRow;

/**
 * A fact about an event, for logs that have fields. What an event does not have is left out. Times
 * are RFC 3339 in UTC.
 *
 * @param name in snake_case, the same in every log
 * @param value text from outside among it: each format makes it harmless in its own way
 */
public record EventField(String name, String value) {
  /** Short enough for RFC 5424's 32, and with a prefix for the journal's 64. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  public EventField {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a field's name: " + name);
    }
  }

  /** Everything that a row says, in a fixed order, and then what else is known. */
  static List<EventField> of(String gateway, EventRow row, List<EventField> more) {
    Event event = row.event();
    List<EventField> fields = new ArrayList<>();
    fields.add(new EventField("seq", Long.toString(row.seq())));
    fields.add(new EventField("event", event.type().name()));
    fields.add(new EventField("gateway", gateway));
    if (event.tunnel() != null) {
      fields.add(new EventField("tunnel", event.tunnel().interfaceName()));
      fields.add(new EventField("source", event.tunnel().source()));
    }
    if (event.peer() != null) {
      fields.add(new EventField("peer", event.peer().text()));
    }
    add(fields, "name", event.name());
    add(fields, "endpoint", event.endpoint());
    add(fields, "old_endpoint", event.oldEndpoint());
    add(fields, "handshake", event.handshake());
    add(fields, "happened", event.happenedAt());
    add(fields, "noticed", event.noticedAt());
    add(fields, "detail", event.detail());
    fields.addAll(more);
    return fields;
  }

  private static void add(List<EventField> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.add(new EventField(name, value.toString()));
    }
  }
}
