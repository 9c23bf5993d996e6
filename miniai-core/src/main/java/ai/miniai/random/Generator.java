package ai.miniai.random;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import java.util.OptionalDouble;

/**
 * Random numbers, the same ones that PyTorch's CPU generator gives for the same seed.
 *
 * <p>Integers, permutations and uniform numbers agree with PyTorch bit for bit; so do fewer than 16
 * normal numbers. Sixteen or more normal numbers agree to about 10⁻⁶, because PyTorch's own differ
 * in the last bits from one processor to another.
 *
 * <p>Each method may be called from any thread; which thread gets which numbers is then a matter of
 * chance. A generator of its own per thread keeps results repeatable.
 *
 * <p>Source: {@code CPUGeneratorImpl.cpp}, {@code DistributionsHelper.h} and {@code
 * DistributionTemplates.h} of PyTorch.
 */
public final class Generator {
  /** Below this many normal numbers PyTorch draws them one by one, in double precision. */
  private static final int BLOCK = 16;

  private static final int HALF = BLOCK / 2;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final MersenneTwister twister = new MersenneTwister();
  private long seed;
  private OptionalDouble spareNormal = OptionalDouble.empty();

  /** A generator that starts from {@code seed}, of which the low 32 bits count. */
  public Generator(long seed) {
    manualSeed(seed);
  }

  /** Starts again from {@code seed}, of which the low 32 bits count. */
  public synchronized void manualSeed(long newSeed) {
    seed = newSeed;
    twister.seed(newSeed);
    spareNormal = OptionalDouble.empty();
  }

  /** The seed that this generator last started from. */
  public synchronized long seed() {
    return seed;
  }

  /** The next 32 random bits; as an unsigned number, uniform in 0 … 2³² − 1. */
  public synchronized int nextInt32() {
    return twister.next();
  }

  /** A number uniform in 0 … 2⁶³ − 1, from two draws: PyTorch's {@code random_()} for an int64. */
  public synchronized long nextInt63() {
    return next64() & Long.MAX_VALUE;
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
   * {@code n} normal numbers, by the method of Box and Muller.
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
    if (n % BLOCK != 0) { // the last 16 are drawn anew, also those that were done already
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

  /** Where this generator stands now; {@link #restore} comes back here. */
  public synchronized State state() {
    return new State(seed, twister.words(), twister.used(), spareNormal);
  }

  /** Goes on exactly as the generator did from which {@code state} was taken. */
  public synchronized void restore(State state) {
    seed = state.seed;
    twister.restore(state.words, state.used);
    spareNormal = state.spareNormal;
  }

  /**
   * Where a generator stands; a value that never changes, made of plain numbers for checkpoints.
   *
   * @param seed the seed that the generator started from
   * @param words the 624 words of the Mersenne Twister
   * @param used how many of them have been given out, 0 … 624
   * @param spareNormal the second of a pair of normal numbers, where only the first was taken
   */
  public record State(long seed, ImmutableIntArray words, int used, OptionalDouble spareNormal) {
    /** Checks the numbers, so that a damaged checkpoint is found here. */
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

  private double nextDouble() {
    return (next64() & ((1L << 53) - 1)) * 0x1p-53;
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

  /** Rounds once, after the addition, as the fused multiply-add of PyTorch's build does. */
  private void fillUniform(float[] numbers, int from, float low, float high) {
    float width = high - low;
    for (int i = from; i < numbers.length; i++) {
      float unit = (twister.next() & 0xffffff) * 0x1p-24f;
      numbers[i] = (float) ((double) unit * width + low);
    }
  }

  /** Turns 16 uniform numbers into normal ones; each step rounds to float32 as PyTorch's does. */
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
