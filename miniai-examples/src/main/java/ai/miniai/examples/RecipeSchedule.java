package ai.miniai.examples;

import ai.miniai.callback.Callback;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.EpochSchedCB;
import ai.miniai.optim.schedule.CosineAnnealing;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.optim.schedule.Step;

/** The learning rate schedules of the recipes. */
enum RecipeSchedule {
  CONSTANT((lr, epochs, batches) -> new EpochSchedCB((step, initial) -> initial)),

  /** Multiplied by 0.25 after three epochs. */
  QUARTERED((lr, epochs, batches) -> new EpochSchedCB(new Step(3, 0.25))),
  COSINE_BY_BATCH((lr, epochs, batches) -> new BatchSchedCB(new CosineAnnealing(epochs * batches))),
  COSINE_BY_EPOCH((lr, epochs, batches) -> new EpochSchedCB(new CosineAnnealing(epochs))),

  /**
   * With PyTorch's defaults: the rate rises for 30 % of the steps; beta1 moves in the opposite
   * direction.
   */
  ONE_CYCLE((lr, epochs, batches) -> new BatchSchedCB(new OneCycle(lr, epochs * batches)));

  private final Maker maker;

  RecipeSchedule(Maker maker) {
    this.maker = maker;
  }

  /**
   * The callback for this schedule.
   *
   * @param lr the initial learning rate, or the maximum of a cycle
   * @param epochs the length of the fit
   * @param batches the number of training batches per epoch
   */
  Callback callback(double lr, int epochs, int batches) {
    return maker.make(lr, epochs, batches);
  }

  @FunctionalInterface
  private interface Maker {
    Callback make(double lr, int epochs, int batches);
  }
}
