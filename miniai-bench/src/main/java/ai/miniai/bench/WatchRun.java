package ai.miniai.bench;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what it costs to watch a training of DL4J's, with DL4J's own listener and with ours. All
 * take turns, each in a JVM of its own.
 *
 * @param workload the network and the batch size
 * @param race how often and for how long
 * @param threads how many threads compute
 */
record WatchRun(Workload workload, Race race, int threads) {

  void run(PrintStream out) {
    Map<Dl4jWatch, Contender> contenders = new EnumMap<>(Dl4jWatch.class);
    try {
      for (Dl4jWatch watch : Dl4jWatch.values()) {
        contenders.put(watch, Dl4jPeer.start(watch.toString(), workload, watch, threads));
      }
      report(out, contenders, race.run(contenders.values()));
    } finally {
      contenders.values().forEach(Contender::close);
    }
  }

  private void report(PrintStream out, Map<Dl4jWatch, Contender> contenders, Rates rates) {
    Map<Dl4jWatch, Series> millis = new EnumMap<>(Dl4jWatch.class);
    contenders.forEach(
        (watch, contender) ->
            millis.put(watch, rates.of(contender).map(rate -> 1000 * workload.batchSize() / rate)));
    out.printf(
        Locale.ROOT,
        "%s%n%s of DL4J, batch size %d, %d rounds; median [least, most]%n",
        Machine.describe(),
        workload.model(),
        workload.batchSize(),
        race.rounds());
    Series alone = requireNonNull(millis.get(Dl4jWatch.NOBODY));
    millis.forEach(
        (watch, time) ->
            out.printf(
                "%-20s %s ms a step, %s %% more%n",
                watch, spread(time), spread(time.ratioTo(alone).map(ratio -> 100 * (ratio - 1)))));
  }

  private static String spread(Series series) {
    return String.format(
        Locale.ROOT, "%.1f [%.1f, %.1f]", series.median(), series.min(), series.max());
  }
}
