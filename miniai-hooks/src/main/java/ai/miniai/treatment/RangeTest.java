package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.schedule.LRFinderCB;
import ai.miniai.callback.schedule.SuggestionMethod;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import com.google.common.collect.ImmutableList;
import java.util.OptionalDouble;

/**
 * Looks for a learning rate on one side of a given one, by a short training in which the rate grows
 * by orders of magnitude (Smith, Cyclical Learning Rates for Training Neural Networks, 2015). Where
 * the steps for the given rate are wrong by a factor of 1,000, this is quicker than trying.
 */
final class RangeTest {
  private static final double GAMMA = 1.25;

  /** The search ends when the loss is so many times its least. */
  private static final double MULTIPLE = 3;

  /** So many batches are eight orders of magnitude. */
  private static final int BATCHES = 84;

  /** How far below a rate that is too high the search begins, and where at the latest. */
  private static final double LOW = 1e-7;

  private static final double LOWEST = 1e-6;

  private RangeTest() {}

  /**
   * The suggested rate; empty if the losses show none.
   *
   * @param lower whether it should be lower than {@code lr}, not higher
   * @param changes callbacks that change the training
   */
  static OptionalDouble rate(
      Learner learner, DataLoaders dls, Iterable<Callback> changes, double lr, boolean lower) {
    var finder = new LRFinderCB(GAMMA, MULTIPLE);
    var end =
        new Callback() {
          @Override
          public void afterBatch() {
            if (finder.losses().length >= BATCHES) {
              throw new CancelFitException("the rate has been through its range");
            }
          }
        };
    ImmutableList<Callback> callbacks =
        ImmutableList.<Callback>builder().addAll(changes).add(finder, end).build();
    double start = lower ? Math.min(LOW * lr, LOWEST) : lr;
    learner.withData(
        dls, () -> learner.tryOut(() -> learner.fit(BATCHES, true, false, callbacks, start)));
    Double rate = finder.suggestions().get(SuggestionMethod.VALLEY);
    return rate == null || !(lower ? rate < lr : rate > lr)
        ? OptionalDouble.empty()
        : OptionalDouble.of(rate);
  }
}
