package ai.miniai.bench;

import ai.miniai.bench.BenchResult.Epochs;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What to measure.
 *
 * @param workload what is trained; if it includes statistics, it is measured both without and with
 *     them
 * @param race how often and for how long
 * @param epoch whether whole epochs are measured
 * @param batchSizes the batch sizes for which the time per image is measured
 */
record BenchRun(Workload workload, Race race, boolean epoch, ImmutableList<Integer> batchSizes) {

  /**
   * Runs the benchmark.
   *
   * @param machine the text for the report
   * @param startPeers starts the peers that take turns with our program on a workload
   */
  BenchResult run(String machine, Function<Workload, List<Contender>> startPeers) {
    List<Heat> heats = new ArrayList<>();
    try {
      heats.add(Heat.start(workload.stats(false), startPeers));
      if (workload.stats()) {
        heats.add(Heat.start(workload, startPeers));
      }
      return measure(machine, heats);
    } finally {
      heats.forEach(Heat::close);
    }
  }

  private BenchResult measure(String machine, List<Heat> heats) {
    List<EpochLoop> epochs =
        epoch ? List.of(new EpochLoop(workload, epochSteps(), true)) : List.of();
    List<Contender> all = new ArrayList<>(epochs);
    heats.forEach(heat -> Iterables.addAll(all, heat.all()));
    Rates rates = race.run(all);
    OptionalLong memory = PeakMemory.megabytes(ProcessHandle.current().pid());

    Series plain = rates.of(heats.get(0).ours());
    Series last = rates.of(heats.get(heats.size() - 1).ours());
    return new BenchResult(
        machine,
        workload,
        heats.stream()
            .flatMap(heat -> heat.compare(rates).stream())
            .collect(ImmutableList.toImmutableList()),
        workload.stats() ? Optional.of(shareAdded(plain, last)) : Optional.empty(),
        memory,
        stepTime(workload.batchSize() / last.median()),
        epochs.stream()
            .findFirst()
            .map(loop -> new Epochs(rates.of(loop), rates.of(loop).ratioTo(last))),
        sweep());
  }

  /** The share that an addition has in the time with the addition. */
  private static Series shareAdded(Series without, Series with) {
    return with.ratioTo(without).map(ratio -> 1 - ratio);
  }

  /** Where the time of a learner's step goes, from the median round. */
  private StepTime stepTime(double secondsPerStep) {
    int steps = Math.min(race.turn().steps(secondsPerStep), epochSteps());
    EpochLoop loop = new EpochLoop(workload, steps, false);
    race.run(List.of(loop));
    List<StepTime> times = loop.times();
    return StepTime.median(times.subList(times.size() - race.rounds(), times.size()));
  }

  /** The steps of a whole epoch, unless a fixed number of steps is set. */
  private int epochSteps() {
    return race.turn() instanceof TurnLength.Steps fixed
        ? fixed.count()
        : EpochLoop.lessonSteps(workload.batchSize());
  }

  private ImmutableMap<Integer, Series> sweep() {
    ImmutableMap<Integer, Contender> loops =
        Maps.toMap(batchSizes, size -> new StepLoop(workload.batchSize(size)));
    Rates rates = race.run(loops.values().asList());
    return ImmutableMap.copyOf(
        Maps.transformValues(loops, loop -> rates.of(loop).map(rate -> 1e6 / rate)));
  }
}
