package ai.miniai.examples.faults;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.Tensor;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The losses of Keras for predictions [batch, outputs]: means over the outputs and the batch.
 * Cross-entropies take probabilities, clipped to [10⁻⁷, 1 − 10⁻⁷]. Targets are [batch, outputs] or,
 * for one number for each item, [batch, 1] or [batch]; they broadcast, as in Keras.
 */
public enum KerasLoss implements LossFunction {
  MSE {
    @Override
    Tensor each(Tensor predictions, Tensor target) {
      return predictions.minus(target).square();
    }
  },
  MAE {
    @Override
    Tensor each(Tensor predictions, Tensor target) {
      return predictions.minus(target).abs();
    }

    /** The median of each target. */
    @Override
    Tensor bestConstant(Tensor targets) {
      long count = targets.size(0);
      Tensor sorted = targets.sort(0, false).values();
      return sorted.slice(0, (count - 1) / 2, count / 2 + 1).mean(new int[] {0}, true);
    }
  },

  /** Targets may be any numbers, as in Keras. */
  BINARY_CROSSENTROPY {
    @Override
    Tensor each(Tensor predictions, Tensor target) {
      Tensor p = clipped(predictions);
      Tensor ofZeros = p.neg().plus(1.0).log();
      return target.times(p.log().minus(ofZeros)).plus(ofZeros).neg();
    }
  },

  /** Each row of predictions is divided by its sum; targets are one-hot. */
  CATEGORICAL_CROSSENTROPY {
    @Override
    Tensor each(Tensor predictions, Tensor target) {
      return target.times(clipped(shares(predictions)).log()).sum(new int[] {-1}, true).neg();
    }
  },

  /** The same with the index of the class as target. */
  SPARSE_CATEGORICAL_CROSSENTROPY {
    @Override
    Tensor each(Tensor predictions, Tensor target) {
      return clipped(shares(predictions)).log().gather(1, target.to(DataType.INT64)).neg();
    }
  };

  private static final double EPS = 1e-7;

  /** The losses of the elements or rows. */
  abstract Tensor each(Tensor predictions, Tensor target);

  @Override
  public final Tensor loss(Tensor predictions, Tensor target) {
    Tensor column = target.rank() == 1 ? target.unsqueeze(1) : target;
    return each(predictions, column.to(predictions.dataType())).mean();
  }

  /**
   * The output [1, targets] that is best if it must be the same for all items [items, targets]: the
   * mean, except for the mean absolute error.
   */
  Tensor bestConstant(Tensor targets) {
    return targets.mean(new int[] {0}, true);
  }

  private static Tensor shares(Tensor predictions) {
    return predictions.div(predictions.sum(new int[] {-1}, true));
  }

  private static Tensor clipped(Tensor probabilities) {
    return probabilities.clamp(EPS, 1 - EPS);
  }

  /** Keras's name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
