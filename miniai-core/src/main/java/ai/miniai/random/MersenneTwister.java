package ai.miniai.random;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The 32-bit Mersenne Twister MT19937, seeded by Knuth's {@code init_genrand}.
 *
 * <p>The class of this name in Commons Math gives the same numbers only for seeds below 2³¹. Larger
 * seeds occur here.
 *
 * <p>Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), and {@code
 * MT19937RNGEngine.h} of PyTorch.
 */
final class MersenneTwister {
  static final int WORDS = 624;
  private static final int MIDDLE = 397;

  private final int[] words = new int[WORDS];
  private int used;

  /** Seeds the generator with the low 32 bits of {@code seed}. */
  void seed(long seed) {
    words[0] = (int) seed;
    for (int i = 1; i < WORDS; i++) {
      int before = words[i - 1];
      words[i] = 1812433253 * (before ^ (before >>> 30)) + i;
    }
    used = WORDS;
  }

  /** The next 32 random bits. */
  int next() {
    if (used == WORDS) {
      twist();
    }
    int y = words[used++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  /** The current 624 words of the state. */
  ImmutableIntArray words() {
    return ImmutableIntArray.copyOf(words);
  }

  /** The number of words already used. */
  int used() {
    return used;
  }

  /** Restores words and a position that were read before. */
  void restore(ImmutableIntArray saved, int savedUsed) {
    for (int i = 0; i < WORDS; i++) {
      words[i] = saved.get(i);
    }
    used = savedUsed;
  }

  private void twist() {
    for (int i = 0; i < WORDS - MIDDLE; i++) {
      words[i] = words[i + MIDDLE] ^ mix(words[i], words[i + 1]);
    }
    for (int i = WORDS - MIDDLE; i < WORDS - 1; i++) {
      words[i] = words[i + MIDDLE - WORDS] ^ mix(words[i], words[i + 1]);
    }
    words[WORDS - 1] = words[MIDDLE - 1] ^ mix(words[WORDS - 1], words[0]);
    used = 0;
  }

  private static int mix(int high, int low) {
    int joined = (high & 0x80000000) | (low & 0x7fffffff);
    return (joined >>> 1) ^ (-(low & 1) & 0x9908b0df);
  }
}
