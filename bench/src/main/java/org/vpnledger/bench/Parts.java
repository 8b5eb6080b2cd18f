package org.vpnledger.bench;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks whose names match the first argument and prints a line each: name, median and
 * shortest time in milliseconds. Each has a JVM of its own with the options that this one was
 * started with.
 */
public final class Parts {
  private Parts() {}

  /** The arguments after the first are the launcher's own and mean nothing here. */
  public static void main(String[] args) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(args[0])
            .mode(Mode.SampleTime)
            .timeUnit(java.util.concurrent.TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(2))
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .build();
    new Runner(options)
        .run().stream().sorted(Comparator.comparing(Parts::name)).forEach(Parts::print);
  }

  private static String name(RunResult result) {
    var parameters = result.getParams();
    String benchmark = parameters.getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1)
        + parameters.getParamsKeys().stream()
            .map(key -> " " + parameters.getParam(key))
            .collect(Collectors.joining());
  }

  private static void print(RunResult result) {
    var statistics = result.getPrimaryResult().getStatistics();
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s\t%.1f\t%.1f\t%.0f",
            name(result),
            statistics.getPercentile(50) / 1000,
            statistics.getMin() / 1000,
            result.getSecondaryResults().get("gc.alloc.rate.norm").getScore() / 1024));
  }
}
