package ai.miniai.random;

import ai.miniai.device.NativeSettings;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Seeds all random number generators of the library: its own, and ND4J's.
 *
 * <p>A thread that calls {@link #set} has its own generator from then on. So if several trainings
 * run at once, each on a seeded thread, each gets the same numbers as when it runs alone. All other
 * threads share the generator that was seeded last, by whichever thread.
 *
 * <p>Until {@link #set} is called, numbers differ from run to run, as in PyTorch. {@code
 * Seed.generator().seed()} returns the seed used, so that a run can be repeated.
 */
public final class Seed {
  static {
    NativeSettings.apply();
  }

  /** ND4J replaces a seed of 0 by the current time, so this is used instead. */
  private static final long INSTEAD_OF_ZERO = 0x9e3779b97f4a7c15L;

  private static final ThreadLocal<@Nullable Generator> OWN = new ThreadLocal<>();

  private static volatile Generator seededLast =
      new Generator(new SecureRandom().nextLong() >>> 11);

  private Seed() {}

  /**
   * Seeds the {@link #generator()} of the calling thread, and ND4J's generator of this thread (ND4J
   * has one per thread).
   */
  public static void set(long seed) {
    setHere(seed);
    seededLast = generator();
  }

  /**
   * As {@link #set}, for the calling thread only: threads without a seed of their own go on with
   * the generator that they share. For one of several trainings that run at once.
   */
  public static void setHere(long seed) {
    Generator own = OWN.get();
    if (own == null) {
      own = new Generator(seed);
      OWN.set(own);
    }
    own.manualSeed(seed);
    Nd4j.getRandom().setSeed(forNd4j(seed));
  }

  /** The seed to pass to ND4J for {@code seed}. */
  public static long forNd4j(long seed) {
    return seed == 0 ? INSTEAD_OF_ZERO : seed;
  }

  /**
   * The current state of this thread's generators; {@link #restore} returns to it, on the same
   * thread.
   */
  public static State state() {
    Random nd4j = Nd4j.getRandom();
    return new State(generator().state(), nd4j.rootState(), nd4j.nodeState());
  }

  /** Continues with exactly the numbers that followed when {@code state} was taken. */
  public static void restore(State state) {
    generator().restore(state.generator);
    Nd4j.getRandom().setStates(state.nd4jRoot, state.nd4jNode);
  }

  /**
   * The state of the generators, as plain numbers for checkpoints.
   *
   * @param generator the thread's generator
   * @param nd4jRoot the first half of the state of ND4J's generator
   * @param nd4jNode the second half
   */
  public record State(Generator.State generator, long nd4jRoot, long nd4jNode) {}

  /** The generator of this thread. Weight initialisation, dropout and shuffling use it. */
  public static Generator generator() {
    Generator own = OWN.get();
    return own == null ? seededLast : own;
  }
}
