package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import ai.miniai.tensor.HostArray;
import java.util.stream.Stream;

/** Tables of independent columns, each standard normal, and a target that depends on some. */
final class MadeUpTable {
  static final int COLUMNS = 8;

  /** The classes of {@link #sector}. */
  static final int SECTORS = 6;

  private static final double[] WEIGHTS = {0.6, -0.4, 0.3, 0.2, 0, 0, 0.4, -0.43};

  private MadeUpTable() {}

  /** The target of a row. */
  @FunctionalInterface
  interface Rule {
    HostArray target(float[] row, Generator chance);
  }

  /** The same seed gives the same rows. */
  static Dataset rows(int count, long seed, Rule rule) {
    Generator chance = new Generator(seed);
    return Dataset.of(Stream.generate(() -> row(chance, rule)).limit(count).toList());
  }

  private static Sample row(Generator chance, Rule rule) {
    float[] row = chance.normal(COLUMNS, 0, 1);
    return Sample.of(new HostArray.Floats(row, COLUMNS), rule.target(row, chance));
  }

  // ---------------------------------------------------------------- targets

  /** A class, int64 []. */
  static HostArray label(long value) {
    return new HostArray.Longs(new long[] {value});
  }

  /** A number, float32 [1]. */
  static HostArray number(double value) {
    return new HostArray.Floats(new float[] {(float) value}, 1);
  }

  // ---------------------------------------------------------------- what targets depend on

  /** A weighted sum of the columns, with mean 0 and standard deviation 1. */
  static double sum(float[] row) {
    double sum = 0;
    for (int i = 0; i < COLUMNS; i++) {
      sum += WEIGHTS[i] * row[i];
    }
    return sum;
  }

  /** A sum with a product and a square, with mean 0 and standard deviation 1. */
  static double curve(float[] row) {
    return (row[0] + 0.8 * row[1] * row[2] - 0.7 * row[3] + row[4] * row[4] - 1) / 2.03;
  }

  /** Which sixth of the plane of two columns, blurred a little, the row is in. */
  static long sector(float[] row, Generator chance) {
    float[] blur = chance.normal(2, 0, 0.1);
    double angle = Math.atan2(row[1] + blur[0], row[0] + 0.3 * row[2] + blur[1]);
    return (long) Math.min(SECTORS - 1, (angle + Math.PI) / (2 * Math.PI) * SECTORS);
  }

  /** 1 with the probability whose logit is given, otherwise 0. */
  static int draw(double logit, Generator chance) {
    return chance.uniform(1, 0, 1)[0] < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
  }

  /** Student's t with 2 degrees of freedom: its variance is infinite. */
  static double heavyTailed(Generator chance) {
    double exponential = -Math.log1p(-chance.uniform(1, 0, 1)[0]);
    return chance.normal(1, 0, 1)[0] / Math.sqrt(Math.max(exponential, 1e-6));
  }
}
