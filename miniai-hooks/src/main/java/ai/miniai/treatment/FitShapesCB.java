package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/**
 * Gives a target the shape of the output if both have the same number of values, [n] and [n, 1] for
 * example, so that a loss does not compare each prediction with each target.
 */
final class FitShapesCB extends Callback {
  @Override
  public void afterPredict() {
    if (learn().outputs().size() == 1 && learn().targets().size() == 1) {
      Tensor output = learn().preds();
      Tensor target = learn().targets().get(0);
      if (target.dataType().isFPType()
          && target.length() == output.length()
          && !Arrays.equals(target.shape(), output.shape())) {
        learn()
            .batch(
                new Batch(
                    ImmutableList.<Tensor>builder()
                        .addAll(learn().inputs())
                        .add(target.reshape(output.shape()))
                        .build()));
      }
    }
  }
}
