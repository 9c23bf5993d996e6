package ai.miniai.bench;

import ai.miniai.callback.Callback;
import ai.miniai.callback.DeviceCB;
import ai.miniai.callback.MetricsCB;
import ai.miniai.callback.MulticlassAccuracy;
import ai.miniai.data.DataLoaders;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.HooksCallback;
import ai.miniai.nn.Losses;
import ai.miniai.nn.Module;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Ours, as a user runs it: a learner with shuffled data, metrics, and statistics if they are
 * wanted. A turn is one epoch.
 */
final class EpochLoop implements Contender {
  /** Images to learn from and to check on in an epoch of the lesson. */
  static final int TRAIN = 60_000;

  static final int VALID = 10_000;

  private final Workload workload;
  private final boolean validate;
  private final SyntheticImages images;
  private final Module model;
  private final PartClock clock = new PartClock();
  private int steps;

  /**
   * A loop over the lesson's number of images.
   *
   * @param validate whether an epoch ends with the validation data
   */
  EpochLoop(Workload workload, boolean validate) {
    this.workload = workload;
    this.validate = validate;
    this.images = new SyntheticImages(TRAIN + VALID);
    this.model = workload.model().create();
  }

  @Override
  public String name() {
    return "miniai";
  }

  /** Trains for so many steps, at most for the lesson's epoch. */
  @Override
  public double imagesPerSecond(int atMost) {
    int size = (int) Math.min(TRAIN, (long) atMost * workload.batchSize());
    DataLoaders data =
        DataLoaders.of(
            images.subset(0, size), images.subset(TRAIN, TRAIN + VALID), workload.batchSize());
    steps = data.train().size();
    var learner =
        new TimedLearner(
            model, data, Losses::crossEntropy, Workload.LEARNING_RATE, clock, callbacks());
    clock.restart();
    long start = System.nanoTime();
    learner.fit(1, true, validate, List.of(), Workload.LEARNING_RATE);
    return size * 1e9 / (System.nanoTime() - start);
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

  /** Where the time of a step went, in the last turn. */
  ImmutableMap<Part, Double> millis() {
    return clock.millisPerStep(steps);
  }

  @Override
  public void close() {}
}
