package ai.miniai.live;

import ai.miniai.callback.progress.LossHistory;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.device.MemoryUse;
import ai.miniai.recording.RunRecord;
import ai.miniai.recording.StepClock;
import com.google.common.collect.ImmutableList;
import com.google.common.math.IntMath;
import com.google.common.primitives.Doubles;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The lines of a run: losses, metrics, rates, memory and speed. */
final class Curves {
  private static final String LOSS = "loss";

  private final Moment now;
  private final RunRecord run;
  private final ImmutableList.Builder<Curve> curves = ImmutableList.builder();

  private Curves(Moment now) {
    this.now = now;
    this.run = now.record();
  }

  static ImmutableList<Curve> of(Moment now) {
    Curves all = new Curves(now);
    all.addLosses();
    all.addGuessing();
    all.addMetrics();
    all.addRates();
    all.addUsage();
    return all.curves.build();
  }

  private void addLosses() {
    add(LOSS, "training", "training", 0, Doubles.toArray(run.losses().training()));
    List<LossHistory.Validation> passes = run.losses().validation();
    add(
        LOSS,
        "validation",
        "validation",
        passes.stream().mapToInt(LossHistory.Validation::batches).toArray(),
        passes.stream().mapToDouble(LossHistory.Validation::loss).toArray());
  }

  /** Some batches only are observed; of very many, some are shown: it is nearly constant. */
  private void addGuessing() {
    double[] losses = run.guessing().training().toArray();
    int[] observed =
        IntStream.range(0, losses.length).filter(i -> Double.isFinite(losses[i])).toArray();
    int every = IntMath.divide(observed.length, Curve.MOST_POINTS, RoundingMode.CEILING);
    int[] steps =
        IntStream.range(0, observed.length)
            .filter(i -> i % IntMath.ceilingPowerOfTwo(every) == 0)
            .map(i -> observed[i])
            .toArray();
    add(
        LOSS,
        "guessing",
        "guessing",
        steps,
        Arrays.stream(steps).mapToDouble(i -> losses[i]).toArray());
  }

  /** The mean loss of a pass is left out: the losses of its batches are there. */
  private void addMetrics() {
    StepClock clock = StepClock.of(run);
    Set<String> names = new LinkedHashSet<>();
    now.rows().forEach(row -> names.addAll(row.values().keySet()));
    names.remove(LOSS);
    for (String name : names) {
      for (boolean training : List.of(true, false)) {
        List<MetricsCB.Row> rows =
            now.rows().stream()
                .filter(row -> row.training() == training && row.values().containsKey(name))
                .toList();
        String kind = training ? "training" : "validation";
        add(
            name,
            kind,
            kind,
            rows.stream().mapToInt(row -> (row.epoch() + 1) * clock.batchesPerPass()).toArray(),
            rows.stream()
                .mapToDouble(row -> Objects.requireNonNull(row.values().get(name)))
                .toArray());
      }
    }
  }

  /** A fit that went on from a checkpoint may have rates of its later steps only. */
  private void addRates() {
    for (Map.Entry<String, double[]> rate : now.rates().entrySet()) {
      int missing = Math.max(0, run.losses().training().size() - rate.getValue().length);
      add(rate.getKey(), rate.getKey(), "value", missing, rate.getValue());
    }
  }

  private void addUsage() {
    addMemory("heap", MemoryUse::heap);
    addMemory("native", MemoryUse::offHeap);
    addMemory("resident", MemoryUse::resident);
    List<Usage> timed =
        now.usage().stream().filter(one -> Double.isFinite(one.stepsPerSecond())).toList();
    addUsage(timed, "speed", "steps per second", Usage::stepsPerSecond);
  }

  private void addMemory(String name, ToLongFunction<MemoryUse> bytes) {
    addUsage(
        now.usage(), "memory", name, one -> bytes.applyAsLong(one.memory()) / ViewWriter.MEGABYTE);
  }

  private void addUsage(
      List<Usage> usage, String group, String name, ToDoubleFunction<Usage> number) {
    add(
        group,
        name,
        "usage",
        usage.stream().mapToInt(one -> (int) one.step()).toArray(),
        usage.stream().mapToDouble(number).toArray());
  }

  private void add(String group, String name, String kind, int first, double... values) {
    if (values.length > 0) {
      curves.add(Curve.of(group, name, kind, first, values));
    }
  }

  private void add(String group, String name, String kind, int[] steps, double... values) {
    if (values.length > 0) {
      curves.add(Curve.of(group, name, kind, steps, values));
    }
  }
}
