package ai.miniai.treatment;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;

/**
 * Scales targets that are numbers to mean 0 and standard deviation 1, in training and validation
 * alike: each column of [n, columns], or all values together. Losses and metrics are those of the
 * scaled targets; {@link #unscale} turns predictions back. Targets that are integers stay as they
 * are.
 *
 * <p>Means and deviations are those of the training data as the loader gives them, without values
 * that are NaN or infinite. They are taken once, when the first fit begins, and used in later ones.
 */
public final class ScaleTargetsCB extends Callback {
  private final BatchMoments moments = new BatchMoments(rank -> rank == 2 ? 1 : -1);

  /** After callbacks that transform batches, and after the one that counts the inputs. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void beforeFit() {
    if (!moments.areKnown()) {
      int inputs = TrainingData.inputs(learn());
      TrainingData.read(learn(), batch -> moments.add(batch.targets(inputs)));
    }
  }

  @Override
  public void beforeBatch() {
    learn()
        .batch(
            new Batch(
                ImmutableList.<Tensor>builder()
                    .addAll(learn().inputs())
                    .addAll(moments.standardize(learn().targets()))
                    .build()));
  }

  /**
   * Predictions [n, ...] in the units of the first target.
   *
   * @throws IllegalStateException before the first fit
   */
  public Tensor unscale(Tensor predictions) {
    checkState(
        moments.areKnown(),
        "the targets are known when a fit has begun: give this callback to a fit first");
    return moments.restore(0, predictions);
  }
}
