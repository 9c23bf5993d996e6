package ai.miniai.learner;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.Tensor;

/** In the place of the loss of a learner that only predicts. */
enum NoLoss implements LossFunction {
  INSTANCE;

  @Override
  public Tensor loss(Tensor predictions, Tensor targets) {
    throw new IllegalStateException(
        "this learner has no loss, because it was made for predictions only: make one with data, a"
            + " loss and a learning rate");
  }
}
