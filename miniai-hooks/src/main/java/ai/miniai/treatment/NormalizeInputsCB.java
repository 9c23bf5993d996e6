package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.nn.Conv1d;
import com.google.common.collect.ImmutableList;

/**
 * Normalises inputs to mean 0 and standard deviation 1, in training, validation and prediction
 * alike: each column of [n, features], each channel of [n, channels, height, width], and of [n,
 * length, features] each feature. (For a model with a {@link Conv1d} that is [n, channels,
 * length].) A feature that is always the same becomes 0. Inputs that are integers, such as indices
 * of words, stay as they are.
 *
 * <p>Means and deviations are those of the training data as the loader gives them, without values
 * that are NaN or infinite. They are taken once, when the first fit begins, and used in later ones.
 */
public final class NormalizeInputsCB extends Callback {
  private final BatchMoments moments = new BatchMoments(this::dimension);

  /** After callbacks that transform batches, and after the one that counts the inputs. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void beforeFit() {
    if (!moments.areKnown()) {
      int count = TrainingData.inputs(learn());
      TrainingData.read(learn(), batch -> moments.add(batch.inputs(count)));
    }
  }

  /** The dimension of the features. */
  private int dimension(int rank) {
    boolean lengthLast = model().modules().stream().anyMatch(Conv1d.class::isInstance);
    return rank < 2 ? -1 : rank == 3 && !lengthLast ? 2 : 1;
  }

  @Override
  public void beforeBatch() {
    learn().batch(new Batch(ImmutableList.copyOf(moments.standardize(batch().tensors()))));
  }
}
