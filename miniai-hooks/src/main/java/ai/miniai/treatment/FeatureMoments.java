package ai.miniai.treatment;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * Mean and standard deviation of each feature, to bring features to mean 0 and deviation 1. Values
 * that are NaN or infinite are left out. Updated value by value (Welford, Note on a Method for
 * Calculating Corrected Sums of Squares and Products, 1962), so that large means cost no digits.
 */
final class FeatureMoments {
  private final int dim;
  private double[] means = {};
  private double[] squares = {};
  private long[] counts = {};

  /** The features lie along dimension {@code dim}; −1: all values belong to a single feature. */
  FeatureMoments(int dim) {
    this.dim = dim;
  }

  /** Adds the values of a batch [n, ...]. */
  void add(Tensor batch) {
    int features = dim < 0 ? 1 : Math.toIntExact(batch.size(dim));
    means = Arrays.copyOf(means, features);
    squares = Arrays.copyOf(squares, features);
    counts = Arrays.copyOf(counts, features);
    double[] values = batch.toDoubles();
    int stride = stride(batch.shape());
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        add(i / stride % features, values[i]);
      }
    }
  }

  private void add(int feature, double value) {
    counts[feature]++;
    double away = value - means[feature];
    means[feature] += away / counts[feature];
    squares[feature] += away * (value - means[feature]);
  }

  /** How far apart the values of neighbouring features lie. */
  private int stride(long... shape) {
    return dim < 0
        ? 1
        : (int) Arrays.stream(shape, dim + 1, shape.length).reduce(1, Math::multiplyExact);
  }

  /** (x − mean) / deviation; a feature without deviation is only shifted. */
  Tensor standardize(Tensor x) {
    return x.minus(perFeature(x, means)).div(perFeature(x, deviations()));
  }

  /** The inverse of {@link #standardize}. */
  Tensor restore(Tensor x) {
    return x.times(perFeature(x, deviations())).plus(perFeature(x, means));
  }

  private double[] deviations() {
    double[] deviations = new double[squares.length];
    for (int i = 0; i < deviations.length; i++) {
      double deviation = Math.sqrt(squares[i] / (counts[i] - 1)); // NaN without values
      deviations[i] = deviation > 0 ? deviation : 1;
    }
    return deviations;
  }

  /** One number for each feature, in a shape that is broadcast to that of {@code like}. */
  private Tensor perFeature(Tensor like, double... numbers) {
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    if (dim >= 0) {
      shape[dim] = numbers.length;
    }
    return Tensor.of(numbers, shape).to(like.dataType());
  }
}
