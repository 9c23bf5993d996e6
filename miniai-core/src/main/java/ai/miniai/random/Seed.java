package ai.miniai.random;

import ai.miniai.device.NativeSettings;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The one place that seeds every source of chance in the project.
 *
 * <p>A thread that calls {@link #set} draws from a generator of its own from then on, so that
 * several trainings at once, each on a seeded thread, get the numbers that each gets alone. All
 * other threads draw from the generator that was seeded last, whichever thread did that.
 *
 * <p>Until {@link #set} is called, each run gets other numbers, as in PyTorch; {@code
 * Seed.generator().seed()} tells which seed was taken, so that a run can be repeated.
 */
public final class Seed {
  static {
    NativeSettings.apply();
  }

  /** ND4J takes the time of day instead of a seed of 0. */
  private static final long INSTEAD_OF_ZERO = 0x9e3779b97f4a7c15L;

  private static final ThreadLocal<@Nullable Generator> OWN = new ThreadLocal<>();

  private static volatile Generator seededLast =
      new Generator(new SecureRandom().nextLong() >>> 11);

  private Seed() {}

  /**
   * Seeds the calling thread's {@link #generator()}, and ND4J's generator of this thread (ND4J
   * keeps one for each thread).
   */
  public static void set(long seed) {
    Generator own = OWN.get();
    if (own == null) {
      own = new Generator(seed);
      OWN.set(own);
    }
    own.manualSeed(seed);
    seededLast = own;
    Nd4j.getRandom().setSeed(forNd4j(seed));
  }

  /** The seed that ND4J is to be given for {@code seed}. */
  public static long forNd4j(long seed) {
    return seed == 0 ? INSTEAD_OF_ZERO : seed;
  }

  /** Where all of these stand now; {@link #restore} comes back here, on the same thread. */
  public static State state() {
    Random nd4j = Nd4j.getRandom();
    return new State(generator().state(), nd4j.rootState(), nd4j.nodeState());
  }

  /** Goes on exactly as from where {@code state} was taken. */
  public static void restore(State state) {
    generator().restore(state.generator);
    Nd4j.getRandom().setStates(state.nd4jRoot, state.nd4jNode);
  }

  /**
   * Where the sources of chance stand: plain numbers, for checkpoints.
   *
   * @param generator the thread's generator
   * @param nd4jRoot the first half of the state of ND4J's generator
   * @param nd4jNode the second half
   */
  public record State(Generator.State generator, long nd4jRoot, long nd4jNode) {}

  /** This thread's generator: initial weights, dropout and shuffling draw from it. */
  public static Generator generator() {
    Generator own = OWN.get();
    return own == null ? seededLast : own;
  }
}
