package ai.miniai.tensor;

import java.security.SecureRandom;
import org.nd4j.linalg.api.rng.Random;
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

  /** Where all of these stand now; {@link #restore} comes back here, on the same thread. */
  public static State state() {
    Random nd4j = Nd4j.getRandom();
    return new State(GENERATOR.state(), nd4j.rootState(), nd4j.nodeState());
  }

  /** Goes on exactly as from where {@code state} was taken. */
  public static void restore(State state) {
    GENERATOR.restore(state.generator);
    Nd4j.getRandom().setStates(state.nd4jRoot, state.nd4jNode);
  }

  /**
   * Where the sources of chance stand: plain numbers, for checkpoints.
   *
   * @param generator the default generator
   * @param nd4jRoot the first half of the state of ND4J's generator
   * @param nd4jNode the second half
   */
  public record State(Generator.State generator, long nd4jRoot, long nd4jNode) {}

  /** The default generator: initial weights, dropout and shuffling draw from it. */
  public static Generator generator() {
    return GENERATOR;
  }
}
