package org.vpnledger.metrics.push;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vpnledger.metrics.Family;
import org.vpnledger.metrics.Labels;
import org.vpnledger.metrics.Samples;

/**
 * Samples in OpenTelemetry's model: counters are monotonic cumulative sums, with the time at which
 * they were 0 where that is known; names and labels are those of the Prometheus page.
 */
final class OtlpSamples implements Samples {
  /** A metric as the exporter takes it. */
  private record Metric(
      Resource resource,
      InstrumentationScopeInfo scope,
      String name,
      String description,
      MetricDataType type,
      Data<?> data)
      implements MetricData {
    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public String getUnit() {
      return ""; // it is in the name
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }

  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("vpnledger");

  private final Resource resource;
  private final long now;
  private final List<List<MetricData>> parts = new ArrayList<>();
  private final List<MetricData> metrics = new ArrayList<>();
  private final List<LongPointData> whole = new ArrayList<>();
  private final List<DoublePointData> broken = new ArrayList<>();
  private @Nullable Family family;

  /** All of one moment. */
  OtlpSamples(String version, Instant at) {
    this.now = nanos(at);
    this.resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", "vpnledger")
                .put("service.version", version)
                .build());
  }

  @Override
  public void family(Family next) {
    finish();
    family = next;
  }

  @Override
  public void sample(Labels labels, long value) {
    whole.add(LongPointData.create(0, now, attributes(labels), value));
  }

  @Override
  public void sample(Labels labels, double value) {
    broken.add(DoublePointData.create(0, now, attributes(labels), value, List.of()));
  }

  @Override
  public void sample(Labels labels, long value, Instant created) {
    whole.add(LongPointData.create(nanos(created), now, attributes(labels), value));
  }

  private static Attributes attributes(Labels labels) {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(attributes::put);
    return attributes.build();
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  /** A metric has numbers of one kind: if any is broken, all are. */
  private void finish() {
    Family done = family;
    if (done != null && !(whole.isEmpty() && broken.isEmpty())) {
      boolean sum = done.type() == Family.Type.COUNTER;
      if (broken.isEmpty()) {
        List<LongPointData> points = List.copyOf(whole);
        add(
            done,
            sum ? MetricDataType.LONG_SUM : MetricDataType.LONG_GAUGE,
            sum
                ? SumData.createLongSumData(true, AggregationTemporality.CUMULATIVE, points)
                : GaugeData.createLongGaugeData(points));
      } else {
        for (LongPointData one : whole) {
          broken.add(
              DoublePointData.create(
                  one.getStartEpochNanos(),
                  now,
                  one.getAttributes(),
                  (double) one.getValue(),
                  List.of()));
        }
        List<DoublePointData> points = List.copyOf(broken);
        add(
            done,
            sum ? MetricDataType.DOUBLE_SUM : MetricDataType.DOUBLE_GAUGE,
            sum
                ? SumData.createDoubleSumData(true, AggregationTemporality.CUMULATIVE, points)
                : GaugeData.createDoubleGaugeData(points));
      }
    }
    whole.clear();
    broken.clear();
  }

  private void add(Family done, MetricDataType type, Data<? extends PointData> data) {
    metrics.add(new Metric(resource, SCOPE, done.name(), done.help(), type, data));
  }

  /** All metrics, in requests of about so many points each. */
  List<List<MetricData>> parts(int most) {
    finish();
    family = null;
    List<MetricData> part = new ArrayList<>();
    int points = 0;
    for (MetricData metric : metrics) {
      part.add(metric);
      points += metric.getData().getPoints().size();
      if (points >= most) {
        parts.add(List.copyOf(part));
        part.clear();
        points = 0;
      }
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }
}
