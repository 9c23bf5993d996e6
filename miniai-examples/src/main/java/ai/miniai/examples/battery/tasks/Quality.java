package ai.miniai.examples.battery.tasks;

import ai.miniai.learner.Predictions;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.tensor.Tensor;
import com.google.common.math.Quantiles;
import java.util.stream.DoubleStream;

/**
 * How well a network does its task: 1 is perfect, and 0 no better than one who does not look at the
 * inputs. Predictions that are NaN or infinite have quality 0, as have those worse than guessing.
 */
enum Quality {
  /** (accuracy − 1/n) / (1 − 1/n) for n classes that are about equally frequent. */
  ACCURACY {
    @Override
    double measure(Tensor predictions, Tensor targets, LossFunction loss) {
      double guess = 1.0 / predictions.size(1);
      var accuracy = new MulticlassAccuracy();
      accuracy.update(predictions, targets);
      return (accuracy.compute() - guess) / (1 - guess);
    }
  },

  /** 1 − the squared error / that of the mean target, for each element of a target its own. */
  SQUARES {
    @Override
    double measure(Tensor predictions, Tensor targets, LossFunction loss) {
      Tensor fitting = predictions.reshape(targets.shape());
      Tensor guess = targets.minus(targets.mean(0)).square().mean();
      return 1 - fitting.mse(targets).div(guess).item();
    }
  },

  /** 1 − the absolute error / that of the median target. */
  DISTANCES {
    @Override
    double measure(Tensor predictions, Tensor targets, LossFunction loss) {
      double median = Quantiles.median().compute(targets.toDoubles());
      Tensor guess = targets.minus(median).abs().mean();
      return 1 - Losses.l1(predictions.reshape(targets.shape()), targets).div(guess).item();
    }
  },

  /** 1 − the loss, a cross-entropy / that of the frequencies of the classes. */
  LIKELIHOOD {
    @Override
    double measure(Tensor predictions, Tensor targets, LossFunction loss) {
      return 1 - loss.loss(predictions, targets).item() / entropy(targets.toDoubles());
    }
  };

  /**
   * The quality of predictions for the items of {@link Plan#measured}.
   *
   * @param loss the loss of the run, as a mean: it says what predictions mean
   */
  final double of(Predictions predictions, LossFunction loss) {
    Tensor outputs = predictions.preds();
    if (!Double.isFinite(outputs.sum().item())) {
      return 0;
    }
    double quality = measure(outputs, predictions.targets(), loss);
    return Double.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0;
  }

  abstract double measure(Tensor predictions, Tensor targets, LossFunction loss);

  private static double entropy(double... classes) {
    return DoubleStream.of(classes)
        .distinct()
        .map(
            one -> (double) DoubleStream.of(classes).filter(c -> c == one).count() / classes.length)
        .map(share -> -share * Math.log(share))
        .sum();
  }
}
