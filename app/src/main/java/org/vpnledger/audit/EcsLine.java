package org.vpnledger.audit;

import io.avaje.json.JsonWriter;
import io.avaje.json.stream.JsonStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vpnledger.calendar.LedgerCalendar;
import org.vpnledger.chain.EventText;
import org.vpnledger.ledger.Event;
import org.vpnledger.ledger.EventType;
import org.vpnledger.report.SafeText;
import org.vpnledger.vpn.Endpoint;

/**
 * An event as a JSON object in the names of the Elastic Common Schema 8
 * (https://www.elastic.co/docs/reference/ecs), dotted, as that schema's own loggers write them.
 * What it has no name for is below {@code vpnledger}. {@code event.original} is the event's
 * canonical line and {@code event.hash} its hash in the chain.
 */
final class EcsLine {
  private static final JsonStream STREAM = JsonStream.builder().build();

  private final String gatewayId;
  private final String gatewayName;

  EcsLine(String gatewayId, String gatewayName) {
    this.gatewayId = gatewayId;
    this.gatewayName = gatewayName;
  }

  String of(AuditedEvent audited, LedgerCalendar calendar) {
    Event event = audited.event();
    StringWriter text = new StringWriter();
    try (JsonWriter json = STREAM.writer(text)) {
      json.beginObject();
      put(json, "@timestamp", event.happenedAt());
      put(json, "message", Message.of(audited, calendar));
      put(json, "ecs.version", "8.17.0");
      put(json, "event.kind", "event");
      put(json, "event.module", "vpnledger");
      put(json, "event.dataset", "vpnledger.audit");
      put(json, "event.action", action(event.type()));
      list(json, "event.category", categories(event.type()));
      list(json, "event.type", types(event.type()));
      put(json, "event.outcome", outcome(event.type()));
      put(json, "event.created", event.noticedAt());
      json.name("event.sequence");
      json.value(audited.seq());
      put(json, "event.id", gatewayId + "-" + audited.seq());
      put(json, "event.hash", audited.link());
      json.name("event.original");
      json.value(asStored(EventText.of(audited.seq(), event)));
      put(json, "observer.type", "vpn");
      put(json, "observer.product", "vpnledger");
      put(json, "observer.name", gatewayName);
      put(json, "observer.serial_number", gatewayId);
      if (event.tunnel() != null) {
        put(json, "observer.ingress.interface.name", event.tunnel().interfaceName());
        put(json, "vpnledger.source", event.tunnel().source());
      }
      source(json, event.endpoint());
      if (event.peer() != null) {
        put(json, "user.id", event.peer().text());
        put(json, "user.name", event.name());
        list(json, "vpnledger.allowed_ips", audited.networks());
      }
      put(json, "vpnledger.old_endpoint", event.oldEndpoint());
      put(json, "vpnledger.last_handshake", event.handshake());
      put(json, "vpnledger.detail", event.detail());
      json.endObject();
    }
    return text.toString();
  }

  private static void source(JsonWriter json, @Nullable Endpoint endpoint) {
    if (endpoint != null) {
      put(json, "source.address", endpoint.host());
      if (endpoint.host().indexOf('%') < 0) { // the schema's type for addresses knows no zone
        put(json, "source.ip", endpoint.host());
      }
      json.name("source.port");
      json.value(endpoint.port());
      put(json, "network.transport", "udp");
    }
  }

  /** In the schema's own words: lower case, with hyphens. */
  private static String action(EventType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static List<String> categories(EventType type) {
    return switch (type) {
      case ONLINE, OFFLINE -> List.of("network", "session");
      case ADDED, REMOVED, RENAMED -> List.of("configuration");
      case ROAMED, RESET, TUNNEL_UP, TUNNEL_DOWN -> List.of("network");
      case SHARED_KEY, HANDSHAKE_REJECTED, NEW_COUNTRY, NEW_PROVIDER, IMPOSSIBLE_TRAVEL ->
          List.of("network", "intrusion_detection");
      case STARTED, STOPPED -> List.of("process");
      case SOURCE_FAILED, SOURCE_RECOVERED, CLOCK_STEPPED, GAP, PACKETS_DROPPED -> List.of("host");
    };
  }

  private static List<String> types(EventType type) {
    return switch (type) {
      case ONLINE -> List.of("connection", "start");
      case OFFLINE -> List.of("connection", "end");
      case ADDED -> List.of("creation");
      case REMOVED -> List.of("deletion");
      case ROAMED -> List.of("connection", "change");
      case RENAMED -> List.of("change");
      case SHARED_KEY, NEW_COUNTRY, NEW_PROVIDER, IMPOSSIBLE_TRAVEL ->
          List.of("connection", "info");
      case HANDSHAKE_REJECTED -> List.of("connection", "denied");
      case STARTED, TUNNEL_UP -> List.of("start");
      case STOPPED, TUNNEL_DOWN -> List.of("end");
      case SOURCE_FAILED -> List.of("error");
      case RESET, SOURCE_RECOVERED, CLOCK_STEPPED, GAP, PACKETS_DROPPED -> List.of("info");
    };
  }

  private static @Nullable String outcome(EventType type) {
    return switch (type) {
      case ONLINE, SOURCE_RECOVERED -> "success";
      case HANDSHAKE_REJECTED, SOURCE_FAILED -> "failure";
      default -> null;
    };
  }

  private static void put(JsonWriter json, String name, @Nullable Object value) {
    if (value != null) {
      json.name(name);
      json.value(value.toString());
    }
  }

  private static void put(JsonWriter json, String name, @Nullable Instant at) {
    put(json, name, at == null ? null : (Object) at.toString());
  }

  private static void put(JsonWriter json, String name, @Nullable String text) {
    put(json, name, text == null ? null : (Object) SafeText.plain(text));
  }

  /** What was hashed are bytes: half a character is none of them, and no JSON either. */
  private static String asStored(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void list(JsonWriter json, String name, List<String> values) {
    if (!values.isEmpty()) {
      json.name(name);
      json.beginArray();
      values.forEach(value -> json.value(SafeText.plain(value)));
      json.endArray();
    }
  }
}
