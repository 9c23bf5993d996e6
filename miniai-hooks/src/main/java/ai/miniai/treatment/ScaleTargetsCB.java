package ai.miniai.treatment;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

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
  private final List<FeatureMoments> moments = new ArrayList<>();

  /** After callbacks that transform batches, and after the one that counts the inputs. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void beforeFit() {
    if (moments.isEmpty()) {
      int inputs = TrainingData.inputs(learn());
      TrainingData.read(learn(), batch -> add(batch.targets(inputs)));
    }
  }

  private void add(List<Tensor> targets) {
    for (int i = 0; i < targets.size(); i++) {
      if (i == moments.size()) {
        moments.add(new FeatureMoments(targets.get(i).rank() == 2 ? 1 : -1));
      }
      if (targets.get(i).dataType().isFPType()) {
        moments.get(i).add(targets.get(i));
      }
    }
  }

  @Override
  public void beforeBatch() {
    ImmutableList.Builder<Tensor> changed = ImmutableList.builder();
    changed.addAll(learn().inputs());
    for (int i = 0; i < learn().targets().size(); i++) {
      Tensor one = learn().targets().get(i);
      changed.add(one.dataType().isFPType() ? moments.get(i).standardize(one) : one);
    }
    learn().batch(new Batch(changed.build()));
  }

  /**
   * Predictions [n, ...] in the units of the first target.
   *
   * @throws IllegalStateException before the first fit
   */
  public Tensor unscale(Tensor predictions) {
    checkState(
        !moments.isEmpty(),
        "the targets are known when a fit has begun: give this callback to a fit first");
    return moments.get(0).restore(predictions);
  }
}
