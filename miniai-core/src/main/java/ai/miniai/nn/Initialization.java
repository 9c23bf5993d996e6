package ai.miniai.nn;

import ai.miniai.tensor.Seed;
import ai.miniai.tensor.Tensor;

/** How weights begin. */
final class Initialization {
  private Initialization() {}

  /**
   * PyTorch's default for linear and convolutional layers, weights and biases alike: uniform in
   * ±1/√fanIn, from the generator that {@link Seed} sets.
   *
   * @param fanIn the number of inputs that one output sees
   */
  static Tensor byDefault(long fanIn, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    double bound = 1 / Math.sqrt((double) fanIn);
    return Tensor.of(Seed.generator().uniform(Math.toIntExact(length), -bound, bound), shape);
  }
}
