package ai.miniai.setup;

import ai.miniai.loss.LossFunction;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Finds out what a loss function computes by calling it: a lambda has no name. The known formulas
 * are computed for made-up predictions; if the function's results are always the same multiple of a
 * formula's, that is the one.
 */
final class LossProbe {
  /** The largest relative difference between a formula and the function, which is in float32. */
  private static final double NEAR = 2e-3;

  private static final double SHIFT = 3;

  private final LossFunction function;
  private final Tensor target;
  private final long[] shape;
  private final DataType type;

  /** A formula for the loss of a batch, up to a factor. */
  private interface Formula {
    double of(double[] predictions, double[] targets, int columns);
  }

  private static final ImmutableMap<LossForm, Formula> FORMULAS =
      ImmutableMap.of(
          LossForm.SOFTMAX_CROSS_ENTROPY, LossProbe::softmaxCrossEntropy,
          LossForm.SIGMOID_CROSS_ENTROPY, LossProbe::sigmoidCrossEntropy,
          LossForm.BINARY_CROSS_ENTROPY, LossProbe::binaryCrossEntropy,
          LossForm.NEGATIVE_LOG_LIKELIHOOD, LossProbe::negativeLogLikelihood,
          LossForm.SQUARED_ERROR, (p, y, columns) -> distance(p, y, Double.POSITIVE_INFINITY),
          LossForm.ABSOLUTE_ERROR, (p, y, columns) -> distance(p, y, 0),
          LossForm.HUBER, (p, y, columns) -> distance(p, y, 1));

  private LossProbe(LossFunction function, ObservedBatch batch) {
    this.function = function;
    this.target = batch.target();
    this.type = batch.output().dataType();
    this.shape = batch.output().shape();
  }

  /**
   * Describes {@code function}.
   *
   * @param targets the values of the target
   */
  static LossInfo info(ObservedBatch batch, LossFunction function, double... targets) {
    LossProbe probe = new LossProbe(function, batch);
    boolean rows = !batch.labels() || batch.classes() == batch.output().rank() - 1;
    LossForm known = rows ? probe.form(batch.width(), batch.spread(targets)) : LossForm.UNKNOWN;
    boolean ofClasses = batch.labels() || areShares(batch.width(), targets);
    boolean divergence =
        known == LossForm.UNKNOWN
            && ofClasses
            && !batch.labels()
            && probe.isDivergence(batch.width(), targets);
    return new LossInfo(
        name(function),
        divergence
            ? LossForm.NEGATIVE_LOG_LIKELIHOOD
            : known == LossForm.UNKNOWN && ofClasses ? probe.invariant(batch.width()) : known,
        isSum(batch, function));
  }

  /** Whether each row of targets consists of the shares of classes, which sum to 1. */
  private static boolean areShares(int columns, double... targets) {
    for (int row = 0; row < targets.length; row += columns) {
      double[] shares = Arrays.copyOfRange(targets, row, row + columns);
      if (!isNear(Arrays.stream(shares).sum(), 1) || Arrays.stream(shares).anyMatch(y -> y < 0)) {
        return false;
      }
    }
    return true;
  }

  /** Lambdas have no name; constants of an enum have their own. */
  private static String name(LossFunction function) {
    if (function instanceof Enum<?> constant) {
      return constant.name();
    }
    Class<?> type = function.getClass();
    return type.isSynthetic() || type.isHidden() ? "" : type.getSimpleName();
  }

  /** Whether the loss of a batch that contains each item twice is twice as large. */
  private static boolean isSum(ObservedBatch batch, LossFunction function) {
    double once = function.loss(batch.output(), batch.target()).item();
    double twice =
        function
            .loss(
                Tensor.concat(0, batch.output(), batch.output()),
                Tensor.concat(0, batch.target(), batch.target()))
            .item();
    return isNear(twice, 2 * once) && once != 0;
  }

  private static double[][] predictions(int count) {
    return new double[][] {
      made(count, 0.1, 0.8, 1), made(count, 0.2, 0.3, 2), made(count, 0.05, 0.9, 3)
    };
  }

  /**
   * Whether the function is the likelihood of log-probabilities apart from a summand, which depends
   * on the targets only: the divergence of Kullback and Leibler.
   */
  private boolean isDivergence(int columns, double... targets) {
    double[][] made = predictions(targets.length);
    double loss = loss(made[0]);
    double likelihood = negativeLogLikelihood(made[0], targets, columns);
    double first =
        (loss(made[1]) - loss) / (negativeLogLikelihood(made[1], targets, columns) - likelihood);
    double second =
        (loss(made[2]) - loss) / (negativeLogLikelihood(made[2], targets, columns) - likelihood);
    return first > 0 && Double.isFinite(first) && isNear(second, first);
  }

  /** What the function computes; {@code targets}: a target for each value of the predictions. */
  private LossForm form(int columns, double... targets) {
    double[][] predictions = predictions(targets.length);
    for (Map.Entry<LossForm, Formula> known : FORMULAS.entrySet()) {
      if (isMultiple(known.getValue(), targets, columns, predictions)
          && (!known.getKey().isDistance()
              || isMultiple(
                  known.getValue(),
                  targets,
                  columns,
                  predictions[0],
                  made(targets.length, -20, 40, 4)))) {
        return known.getKey();
      }
    }
    if (columns > 1 && isMultiple(LossProbe::categorical, targets, columns, predictions)) {
      return LossForm.CATEGORICAL_CROSS_ENTROPY;
    }
    return LossForm.UNKNOWN;
  }

  /**
   * What a loss of classes computes in a way of its own. A softmax does not change if its inputs
   * are shifted, nor a division by the sum by a factor.
   */
  private LossForm invariant(int columns) {
    double[] predictions = made((int) count(shape), 0.1, 0.8, 1);
    double loss = loss(predictions);
    double[] shifted = predictions.clone();
    double[] scaled = predictions.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += SHIFT;
      scaled[i] *= SHIFT;
    }
    if (columns < 2) {
      return LossForm.UNKNOWN;
    }
    boolean ofShift = isNear(loss, loss(shifted));
    boolean ofScale = isNear(loss, loss(scaled));
    return ofShift == ofScale
        ? LossForm.UNKNOWN
        : ofShift ? LossForm.SOFTMAX_CROSS_ENTROPY : LossForm.CATEGORICAL_CROSS_ENTROPY;
  }

  private boolean isMultiple(
      Formula formula, double[] targets, int columns, double[]... predictions) {
    double factor = Double.NaN;
    for (double[] made : predictions) {
      double now = loss(made) / formula.of(made, targets, columns);
      if (!Double.isFinite(now) || now == 0 || (!Double.isNaN(factor) && !isNear(now, factor))) {
        return false;
      }
      factor = now;
    }
    return true;
  }

  private static boolean isNear(double a, double b) {
    return Math.abs(a - b) <= NEAR * Math.abs(b);
  }

  private double loss(double[] predictions) {
    return Trial.loss(function, Tensor.of(predictions, shape).to(type), target);
  }

  private static long count(long... sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  /** Numbers from {@code from} to {@code from + width} that look random. */
  private static double[] made(int count, double from, double width, int seed) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      double turn = Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 43758.5453;
      numbers[i] = from + width * (turn - Math.floor(turn));
    }
    return numbers;
  }

  // ---------------------------------------------------------------- the formulas

  private static double softmaxCrossEntropy(double[] p, double[] y, int columns) {
    double sum = 0;
    for (int row = 0; row < p.length; row += columns) {
      double exponentials = 0;
      for (int i = row; i < row + columns; i++) {
        exponentials += Math.exp(p[i]);
      }
      for (int i = row; i < row + columns; i++) {
        sum += y[i] * (Math.log(exponentials) - p[i]);
      }
    }
    return sum;
  }

  private static double categorical(double[] p, double[] y, int columns) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum -= y[i] * Math.log(p[i]);
    }
    return sum;
  }

  private static double negativeLogLikelihood(double[] p, double[] y, int columns) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum -= y[i] * p[i];
    }
    return sum;
  }

  private static double sigmoidCrossEntropy(double[] p, double[] y, int columns) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.log1p(Math.exp(p[i])) - y[i] * p[i];
    }
    return sum;
  }

  private static double binaryCrossEntropy(double[] p, double[] y, int columns) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum -= y[i] * Math.log(p[i]) + (1 - y[i]) * Math.log(1 - p[i]);
    }
    return sum;
  }

  /** Squared below {@code bend}, linear above. */
  private static double distance(double[] p, double[] y, double bend) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double distance = Math.abs(p[i] - y[i]);
      sum +=
          bend == 0
              ? distance
              : distance < bend ? distance * distance / 2 : bend * (distance - bend / 2);
    }
    return sum;
  }
}
