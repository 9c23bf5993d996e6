package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;

/**
 * What is trained; the same for all contenders.
 *
 * @param model the network
 * @param batchSize the number of images per step, or of rows of a table
 * @param stats whether mean, standard deviation and histogram of activations are recorded in every
 *     step
 */
record Workload(Network model, int batchSize, boolean stats) {
  /** Small enough that random labels do no harm, however long the training. */
  static final double LEARNING_RATE = 0.01;

  Workload {
    checkArgument(batchSize > 0, "the batch size must be 1 or more, not %s", batchSize);
  }

  /** The same workload with another batch size. */
  Workload batchSize(int size) {
    return new Workload(model, size, stats);
  }

  /** The same workload with or without statistics. */
  Workload stats(boolean wanted) {
    return new Workload(model, batchSize, wanted);
  }

  /**
   * Whether the statistics of this module are recorded: a convolution, or a linear layer in a
   * network without convolutions.
   */
  boolean watches(Module module) {
    return model.isLinear() ? module instanceof Linear : module instanceof Conv2d;
  }
}
