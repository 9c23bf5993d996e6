package ai.miniai.bench;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.training.DeviceCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.HooksCallback;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Our program as a user runs it: a learner with shuffled data, metrics, and statistics if
 * requested. A turn is one epoch, whatever number of steps is requested.
 */
final class EpochLoop implements Contender {
  /**
   * The lesson has 60,000 training images, and a sixth as many validation images; so has the table.
   */
  private static final int LESSON = 60_000;

  private static final int TRAINING_BY_VALIDATION = 6;

  private final Workload workload;
  private final int steps;
  private final boolean validate;
  private final DataLoaders data;
  private final Module model;
  private final PartClock clock = new PartClock();
  private final List<StepTime> times = new ArrayList<>();

  /**
   * A loop with this many steps per epoch.
   *
   * @param validate whether an epoch ends with validation
   */
  EpochLoop(Workload workload, int steps, boolean validate) {
    int size = steps * workload.batchSize();
    Noise noise = workload.model().data();
    this.workload = workload;
    this.steps = steps;
    this.validate = validate;
    this.data =
        DataLoaders.of(
            noise.dataset(size),
            noise.dataset(Math.max(1, size / TRAINING_BY_VALIDATION)),
            workload.batchSize());
    this.model = workload.model().create();
  }

  /** The number of steps of the lesson's epoch, rounded to whole batches. */
  static int lessonSteps(int batchSize) {
    return Math.max(1, Math.round((float) LESSON / batchSize));
  }

  @Override
  public String name() {
    return "miniai";
  }

  @Override
  public double imagesPerSecond(int ignored) {
    var learner =
        new TimedLearner(
            model, data, Losses::crossEntropy, Workload.LEARNING_RATE, clock, callbacks());
    clock.restart();
    long start = System.nanoTime();
    learner.fit(1, true, validate, List.of(), Workload.LEARNING_RATE);
    double seconds = (System.nanoTime() - start) / 1e9;
    times.add(new StepTime(clock.millis(steps)));
    return steps * workload.batchSize() / seconds;
  }

  private Callback[] callbacks() {
    List<Callback> callbacks = new ArrayList<>();
    callbacks.add(new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {}));
    callbacks.add(new DeviceCB());
    if (workload.stats()) { // hooks run in the order of the callbacks
      callbacks.add(clockHook(Part.STATISTICS));
      callbacks.add(new ActivationStats(workload::watches));
      callbacks.add(clockHook(Part.FORWARD));
    }
    return callbacks.toArray(new Callback[0]);
  }

  private HooksCallback clockHook(Part next) {
    return new HooksCallback(
        (hook, module, inputs, output) -> clock.enter(next), workload::watches);
  }

  /** Where the time of a step went, for each turn. */
  List<StepTime> times() {
    return Collections.unmodifiableList(times);
  }

  @Override
  public void close() {}
}
