package ai.miniai.doctor;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Statistics that several patterns use, for data with missing values. */
final class Statistic {
  /**
   * The standard deviation of a bell curve, as a multiple of the median distance from its middle.
   */
  private static final double TO_DEVIATION = 1.4826;

  private Statistic() {}

  /** The median of the finite values; NaN if there are none. */
  static double median(double... values) {
    return new Median().evaluate(finite(values));
  }

  /** The mean of the finite values; NaN if there are none. */
  static double mean(double... values) {
    return StatUtils.mean(finite(values));
  }

  /**
   * The standard deviation of {@code values} around a level that changes slowly or seldom, from the
   * median of the differences between neighbours; 0 if there are none.
   */
  static double scatter(double... values) {
    double[] steps = new double[Math.max(0, values.length - 1)];
    Arrays.setAll(steps, i -> values[i + 1] - values[i]);
    double middle = median(steps);
    double typical = median(Arrays.stream(steps).map(step -> Math.abs(step - middle)).toArray());
    return Double.isNaN(typical) ? 0 : typical * TO_DEVIATION / Math.sqrt(2);
  }

  /** The linear regression of the finite {@code values} on their indices. */
  static SimpleRegression line(double... values) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        line.addData(i, values[i]);
      }
    }
    return line;
  }

  /**
   * The probability that values fall as much as these do by chance, by Spearman's rank correlation
   * with their order, which a few odd values do not disturb; 1 if they do not fall.
   */
  static double chanceOfFall(double... values) {
    double[] y = finite(values);
    if (y.length < 3) {
      return 1;
    }
    double[] x = new double[y.length];
    Arrays.setAll(x, i -> i);
    double r = new SpearmansCorrelation().correlation(x, y);
    if (!(r < 0)) {
      return 1;
    }
    double t = r * Math.sqrt((y.length - 2) / Math.max(1e-12, 1 - r * r));
    return new TDistribution(y.length - 2).cumulativeProbability(t);
  }

  /**
   * Welch's t-test: the probability that the means of two sets differ this much by chance; 1 if
   * there are too few finite values.
   */
  static double chance(double[] some, double[] others) {
    double[] a = finite(some);
    double[] b = finite(others);
    if (a.length < 2 || b.length < 2) {
      return 1;
    }
    boolean constant = StatUtils.variance(a) == 0 && StatUtils.variance(b) == 0;
    return constant ? (a[0] == b[0] ? 1 : 0) : new TTest().tTest(a, b);
  }

  private static double[] finite(double... values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }
}
