package ai.miniai.random;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import java.util.OptionalDouble;

/**
 * A random number generator that gives the same numbers as PyTorch's CPU generator for the same
 * seed.
 *
 * <p>Integers, permutations and uniform numbers are bit-identical to PyTorch's. So are normal
 * numbers if fewer than 16 are drawn at once. Sixteen or more agree to about 10⁻⁶, because
 * PyTorch's own numbers differ in the last bits between processors.
 *
 * <p>All methods are thread-safe, but if threads share a generator, it is not determined which
 * thread gets which numbers. For reproducible results, use one generator per thread.
 *
 * <p>Source: {@code CPUGeneratorImpl.cpp}, {@code DistributionsHelper.h} and {@code
 * DistributionTemplates.h} of PyTorch.
 */
public final class Generator {
  /** For fewer normal numbers than this, PyTorch draws them one by one, in double precision. */
  private static final int BLOCK = 16;

  private static final int HALF = BLOCK / 2;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final MersenneTwister twister = new MersenneTwister();
  private long seed;
  private OptionalDouble spareNormal = OptionalDouble.empty();

  /** Creates a generator with {@code seed}, of which only the low 32 bits are used. */
  public Generator(long seed) {
    manualSeed(seed);
  }

  /** Restarts from the given seed, of which only the low 32 bits are used. */
  public synchronized void manualSeed(long newSeed) {
    seed = newSeed;
    twister.seed(newSeed);
    spareNormal = OptionalDouble.empty();
  }

  /** The seed that was set last. */
  public synchronized long seed() {
    return seed;
  }

  /** The next 32 random bits. As an unsigned number, they are uniform in 0 … 2³² − 1. */
  public synchronized int nextInt32() {
    return twister.next();
  }

  /** A number uniform in 0 … 2⁶³ − 1, from two draws: PyTorch's {@code random_()} for an int64. */
  public synchronized long nextInt63() {
    return next64() & Long.MAX_VALUE;
  }

  /** A number uniform in [0, 1), from two draws: PyTorch's uniform number in float64. */
  public synchronized double nextDouble() {
    return (next64() & ((1L << 53) - 1)) * 0x1p-53;
  }

  /**
   * {@code n} numbers uniform in [low, high), one draw each; rounding to float32 may give {@code
   * high} itself.
   *
   * @throws IllegalArgumentException if {@code n} is negative, or {@code low > high}, or one of
   *     them is not finite
   */
  public synchronized float[] uniform(int n, double low, double high) {
    checkArgument(n >= 0, "expected a count of 0 or more, got %s", n);
    checkArgument(
        low <= high && Float.isFinite((float) high - (float) low),
        "expected a finite range with low <= high, got low %s and high %s",
        low,
        high);
    float[] numbers = new float[n];
    fillUniform(numbers, 0, (float) low, (float) high);
    return numbers;
  }

  /**
   * {@code n} whole numbers uniform in [low, high), one draw each, or two if the range is 2³² or
   * more: PyTorch's {@code randint}.
   *
   * @throws IllegalArgumentException if {@code n} is negative, or {@code low >= high}
   */
  public synchronized long[] randint(int n, long low, long high) {
    checkArgument(n >= 0, "expected a count of 0 or more, got %s", n);
    checkArgument(low < high, "expected low < high, got low %s and high %s", low, high);
    long range = high - low; // unsigned
    boolean wide = range >>> 32 != 0;
    long[] numbers = new long[n];
    for (int i = 0; i < n; i++) {
      long drawn = wide ? next64() : Integer.toUnsignedLong(twister.next());
      numbers[i] = Long.remainderUnsigned(drawn, range) + low;
    }
    return numbers;
  }

  /**
   * {@code n} normal numbers, by the Box–Muller method.
   *
   * @throws IllegalArgumentException if {@code n} or {@code std} is negative, or mean or std is not
   *     finite
   */
  public synchronized float[] normal(int n, double mean, double std) {
    checkArgument(n >= 0, "expected a count of 0 or more, got %s", n);
    checkArgument(
        std >= 0 && Double.isFinite(std) && Double.isFinite(mean),
        "expected a finite mean and a finite std >= 0, got mean %s and std %s",
        mean,
        std);
    float[] numbers = new float[n];
    if (n < BLOCK) {
      for (int i = 0; i < n; i++) {
        numbers[i] = (float) (nextNormal() * std + mean);
      }
      return numbers;
    }
    fillUniform(numbers, 0, 0, 1);
    for (int from = 0; from <= n - BLOCK; from += BLOCK) {
      toNormal(numbers, from, (float) mean, (float) std);
    }
    if (n % BLOCK != 0) { // the last 16 are drawn again, even those already filled, as PyTorch does
      fillUniform(numbers, n - BLOCK, 0, 1);
      toNormal(numbers, n - BLOCK, (float) mean, (float) std);
    }
    return numbers;
  }

  /**
   * The numbers 0 … n − 1 in random order: PyTorch's {@code randperm}.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public synchronized int[] permutation(int n) {
    checkArgument(n >= 0, "expected a count of 0 or more, got %s", n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = 0; i < n - 1; i++) {
      int other = i + Integer.remainderUnsigned(twister.next(), n - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
    }
    return order;
  }

  /** The current state; {@link #restore} returns to it. */
  public synchronized State state() {
    return new State(seed, twister.words(), twister.used(), spareNormal);
  }

  /** Continues with exactly the numbers that followed when {@code state} was taken. */
  public synchronized void restore(State state) {
    seed = state.seed;
    twister.restore(state.words, state.used);
    spareNormal = state.spareNormal;
  }

  /**
   * The state of a generator: an immutable value that consists of plain numbers, for checkpoints.
   *
   * @param seed the seed that was set last
   * @param words the 624 words of the Mersenne Twister's state
   * @param used the number of words already used, 0 … 624
   * @param spareNormal the second of a pair of normal numbers, if only the first has been used
   */
  public record State(long seed, ImmutableIntArray words, int used, OptionalDouble spareNormal) {
    /** Validates the values, so that a damaged checkpoint is detected here. */
    public State {
      checkArgument(
          words.length() == MersenneTwister.WORDS,
          "expected %s words of generator state, got %s",
          MersenneTwister.WORDS,
          words.length());
      checkArgument(
          used >= 0 && used <= MersenneTwister.WORDS,
          "expected 0 to %s used words in a generator state, got %s",
          MersenneTwister.WORDS,
          used);
    }
  }

  private long next64() {
    long high = twister.next();
    return (high << 32) | Integer.toUnsignedLong(twister.next());
  }

  private double nextNormal() {
    if (spareNormal.isPresent()) {
      double spare = spareNormal.getAsDouble();
      spareNormal = OptionalDouble.empty();
      return spare;
    }
    double angle = 2 * Math.PI * nextDouble();
    double radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
    spareNormal = OptionalDouble.of(radius * Math.sin(angle));
    return radius * Math.cos(angle);
  }

  /** Rounds only once, after the addition, like the fused multiply-add in PyTorch's builds. */
  private void fillUniform(float[] numbers, int from, float low, float high) {
    float width = high - low;
    for (int i = from; i < numbers.length; i++) {
      float unit = (twister.next() & 0xffffff) * 0x1p-24f;
      numbers[i] = (float) ((double) unit * width + low);
    }
  }

  /** Turns 16 uniform numbers into normal ones. Each step rounds to float32, as in PyTorch. */
  private static void toNormal(float[] numbers, int from, float mean, float std) {
    for (int i = from; i < from + HALF; i++) {
      float radius = (float) Math.sqrt(-2f * (float) Math.log(1f - numbers[i]));
      float angle = TWO_PI * numbers[i + HALF];
      float first = radius * (float) Math.cos(angle);
      float second = radius * (float) Math.sin(angle);
      numbers[i] = (float) ((double) first * std + mean);
      numbers[i + HALF] = (float) ((double) second * std + mean);
    }
  }
}
