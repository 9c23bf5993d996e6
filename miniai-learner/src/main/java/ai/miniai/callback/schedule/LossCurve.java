package ai.miniai.callback.schedule;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.interpolation.LoessInterpolator;

/**
 * The losses of a search for a learning rate, as they are looked at to suggest one: without the
 * first tenth and the last five, as in fastai, up to the first one that is not finite, and
 * smoothed.
 *
 * <p>fastai smooths by a moving average of those before, which lags behind; here each is replaced
 * by what a straight line through its neighbours says, in which outliers hardly count. Source:
 * Cleveland, Robust Locally Weighted Regression and Smoothing Scatterplots, 1979.
 */
final class LossCurve {
  private static final int LAST = 5;

  /** The share of all points that are neighbours of one. */
  private static final double NEIGHBOURS = 0.4;

  /** How often the lines are drawn again, with less weight for points far from them. */
  private static final int REPEATS = 2;

  private final double[] rates;
  private final double[] losses;

  private LossCurve(double[] rates, double... losses) {
    this.rates = rates;
    this.losses = losses;
  }

  /** What there is between the ends of {@code losses}, which are as many as {@code rates}. */
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

  /** The rates grow by a constant factor, so that places are as good as their logarithms. */
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
