package ai.miniai.loss;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.LossOps;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/** What losses want of predictions and targets. */
final class LossChecks {
  private LossChecks() {}

  /** Throws unless the two have the same shape, and the predictions are floating point. */
  static void alike(String loss, Tensor predictions, Tensor target) {
    floating(loss, predictions);
    sameShape(loss, predictions, target);
  }

  static void floating(String loss, Tensor predictions) {
    checkArgument(
        predictions.dataType().isFPType(),
        "%s wants predictions in floating point, not %s: are predictions and targets swapped?",
        loss,
        predictions.dataType());
  }

  static void sameShape(String loss, Tensor predictions, Tensor target) {
    long[] given = predictions.shape(); // the message is made only if the check fails
    if (!Arrays.equals(given, target.shape())) {
      throw new IllegalArgumentException(
          String.format(
              "%s wants equal shapes, but the prediction is %s and the target %s: broadcasting them"
                  + " would hide a mistake; reshape one of them",
              loss, Arrays.toString(given), Arrays.toString(target.shape())));
    }
  }

  /** Throws if a value is outside [0, 1]; not on a GPU, where this would wait for the device. */
  static void unitInterval(String loss, String what, Tensor values, String advice) {
    double outside = LossOps.outsideUnitInterval(values);
    checkArgument(outside == 0, "%s wants %s in [0, 1], not %s: %s", loss, what, outside, advice);
  }

  /** Throws unless {@code weight} is floating point and broadcasts to {@code predictions}. */
  static void weight(String loss, String name, Tensor weight, Tensor predictions) {
    checkArgument(
        weight.dataType().isFPType() && LossOps.broadcastsTo(weight.shape(), predictions.shape()),
        "%s wants a %s in floating point that broadcasts to the predictions %s, not %s %s",
        loss,
        name,
        Arrays.toString(predictions.shape()),
        weight.dataType(),
        Arrays.toString(weight.shape()));
  }
}
