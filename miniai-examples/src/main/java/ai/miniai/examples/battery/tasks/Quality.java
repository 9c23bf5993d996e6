package ai.miniai.examples.battery.tasks;

import ai.miniai.learner.Predictions;
import ai.miniai.loss.Losses;
import ai.miniai.metric.BinaryAUROC;
import ai.miniai.metric.Metric;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.tensor.Tensor;
import com.google.common.math.Quantiles;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well a network does its task: 1 is perfect, and 0 no better than one who does not look at the
 * inputs. Predictions that are NaN or infinite have quality 0, as have those worse than guessing.
 */
enum Quality {
  /** (accuracy − 1/n) / (1 − 1/n) for n classes that are about equally frequent. */
  ACCURACY {
    @Override
    double measure(Tensor predictions, Tensor targets) {
      double guess = 1.0 / predictions.size(1);
      return (computed(new MulticlassAccuracy(), predictions, targets) - guess) / (1 - guess);
    }
  },

  /**
   * 2 · AUC − 1 for two classes, with the area under the receiver operating characteristic curve.
   * It does not depend on how frequent the classes are.
   */
  RANKING {
    @Override
    double measure(Tensor predictions, Tensor targets) {
      Tensor scores =
          predictions.size(1) == 1
              ? predictions
              : predictions.select(1, 1).minus(predictions.select(1, 0)).sigmoid();
      return 2 * computed(new BinaryAUROC(), scores, targets) - 1;
    }
  },

  /** 1 − the squared error / that of the mean target, for each element of a target its own. */
  SQUARES {
    @Override
    double measure(Tensor predictions, Tensor targets) {
      Tensor fitting = predictions.reshape(targets.shape());
      Tensor guess = targets.minus(targets.mean(0)).square().mean();
      return 1 - fitting.mse(targets).div(guess).item();
    }
  },

  /** 1 − the absolute error / that of the median target. */
  DISTANCES {
    @Override
    double measure(Tensor predictions, Tensor targets) {
      double median = Quantiles.median().compute(targets.toDoubles());
      Tensor guess = targets.minus(median).abs().mean();
      return 1 - Losses.l1(predictions.reshape(targets.shape()), targets).div(guess).item();
    }
  },

  /** 1 − the cross-entropy / that of the frequencies of the classes. */
  LIKELIHOOD {
    @Override
    double measure(Tensor predictions, Tensor targets) {
      return 1 - Losses.crossEntropy(predictions, targets).item() / entropy(targets.toDoubles());
    }
  };

  /** The quality of predictions for the items of {@link Plan#measured}. */
  final double of(Predictions predictions) {
    Tensor outputs = predictions.preds();
    if (!Double.isFinite(outputs.sum().item())) {
      return 0;
    }
    double quality = measure(outputs, predictions.targets());
    return Double.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0;
  }

  abstract double measure(Tensor predictions, Tensor targets);

  private static double computed(Metric metric, Tensor predictions, Tensor targets) {
    metric.update(predictions, targets);
    return metric.compute();
  }

  private static double entropy(double... classes) {
    return IntStream.range(0, MadeUpTokens.TOKENS)
        .mapToDouble(
            one -> (double) DoubleStream.of(classes).filter(c -> c == one).count() / classes.length)
        .filter(share -> share > 0)
        .map(share -> -share * Math.log(share))
        .sum();
  }
}
