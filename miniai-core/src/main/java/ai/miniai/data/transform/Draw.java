package ai.miniai.data.transform;

import ai.miniai.random.Generator;

/** Random integers. */
final class Draw {
  private Draw() {}

  /** Uniform in 0 … {@code bound} − 1, from a single draw: PyTorch's {@code randint(0, bound)}. */
  static int below(int bound, Generator generator) {
    return Integer.remainderUnsigned(generator.nextInt32(), bound);
  }
}
