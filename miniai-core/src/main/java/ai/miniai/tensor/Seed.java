package ai.miniai.tensor;

import java.security.SecureRandom;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one place that seeds every source of chance in the project.
 *
 * <p>Until {@link #set} is called, each run gets other numbers, as in PyTorch; {@code
 * Seed.generator().seed()} tells which seed was taken, so that a run can be repeated.
 */
public final class Seed {
  private static final Generator GENERATOR = new Generator(new SecureRandom().nextLong() >>> 11);

  private Seed() {}

  /**
   * Seeds the default {@link #generator()} and ND4J's generator of the calling thread (ND4J keeps
   * one for each thread).
   */
  public static void set(long seed) {
    GENERATOR.manualSeed(seed);
    Nd4j.getRandom().setSeed(seed);
  }

  /** The default generator: initial weights, dropout and shuffling draw from it. */
  public static Generator generator() {
    return GENERATOR;
  }
}
