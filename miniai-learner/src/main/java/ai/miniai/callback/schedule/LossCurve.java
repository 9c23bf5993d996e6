package ai.miniai.callback.schedule;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.interpolation.LoessInterpolator;

/**
 * The losses of a learning rate finder, prepared for a suggestion: without the first tenth and the
 * last five, as in fastai, up to the first that is not finite, and smoothed.
 *
 * <p>fastai smooths with a moving average of earlier losses, which lags behind. Here LOESS, a
 * robust local linear regression, smooths them. Source: Cleveland, Robust Locally Weighted
 * Regression and Smoothing Scatterplots, 1979.
 */
final class LossCurve {
  private static final int LAST = 5;

  /** The fraction of all points in each local regression. */
  private static final double NEIGHBOURS = 0.4;

  /** The number of further iterations, with less weight for outliers. */
  private static final int REPEATS = 2;

  private final double[] rates;
  private final double[] losses;

  private LossCurve(double[] rates, double... losses) {
    this.rates = rates;
    this.losses = losses;
  }

  /** The curve of {@code losses}, one for each of {@code rates}. */
  static LossCurve of(double[] rates, double... losses) {
    int first = losses.length / 10;
    double[] inner =
        Arrays.stream(losses)
            .limit(Math.max(0, losses.length - LAST))
            .skip(first)
            .takeWhile(Double::isFinite)
            .toArray();
    return new LossCurve(Arrays.copyOfRange(rates, first, first + inner.length), smooth(inner));
  }

  /** Over the index, which is linear in the logarithm of the rate. */
  private static double[] smooth(double... losses) {
    if (losses.length * NEIGHBOURS < 2) { // too few for a line
      return losses;
    }
    double[] places = IntStream.range(0, losses.length).asDoubleStream().toArray();
    return new LoessInterpolator(NEIGHBOURS, REPEATS).smooth(places, losses);
  }

  int size() {
    return losses.length;
  }

  double[] rates() {
    return rates;
  }

  double[] losses() {
    return losses;
  }
}
