package ai.miniai.examples;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import ai.miniai.tensor.Tensor;
import java.util.stream.IntStream;

/** Points around a circle, and how far a distribution of points is from another. */
final class RingOfPoints {
  private RingOfPoints() {}

  /** Points around a circle of radius 1, from which they deviate by 0.1. */
  static Dataset make(int points, long seed) {
    Generator chance = new Generator(seed);
    return Dataset.of(IntStream.range(0, points).mapToObj(i -> point(chance)).toList());
  }

  private static Sample point(Generator chance) {
    double angle = chance.uniform(1, 0, 2 * Math.PI)[0];
    double radius = chance.normal(1, 1, 0.1)[0];
    return Sample.tuple(new double[] {radius * Math.cos(angle), radius * Math.sin(angle)});
  }

  /**
   * The energy distance of two distributions, from points [n, 2] of each: 2 E|x − y| − E|x − x'| −
   * E|y − y'|, 0 if they are the same. Source: Székely and Rizzo, Energy Statistics, 2013.
   */
  static double distance(Tensor x, Tensor y) {
    return 2 * between(x, y) - between(x, x) - between(y, y);
  }

  private static double between(Tensor x, Tensor y) {
    return x.unsqueeze(1).minus(y.unsqueeze(0)).norm(2, 2).mean().item();
  }
}
