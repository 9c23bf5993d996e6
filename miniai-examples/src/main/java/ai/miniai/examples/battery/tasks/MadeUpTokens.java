package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sequences of tokens, int64 [length], made up by fixed rules and some chance. */
final class MadeUpTokens {
  /** How many tokens there are, from 0 on. */
  static final int TOKENS = 8;

  /** How many classes the sequences have that are classified. */
  static final int CLASSES = 4;

  private static final int LENGTH = 16;

  /** How often the next token of a text follows the rule. */
  private static final double STRICT = 0.8;

  private MadeUpTokens() {}

  /** Their class is the last token below {@link #CLASSES}, which a few others may follow. */
  static Dataset lastMarker(int count, long seed) {
    return sequences(count, seed, MadeUpTokens::markedSequence);
  }

  /** Their class is the token below {@link #CLASSES} that they have more often than any other. */
  static Dataset mostFrequent(int count, long seed) {
    return sequences(count, seed, MadeUpTokens::sequenceWithFavourite);
  }

  /**
   * Pieces of a text in which a token is mostly determined by the two before it. Their targets are
   * the same pieces one token later.
   */
  static Dataset text(int count, long seed) {
    long[] successors = new Generator(0).randint(TOKENS * TOKENS, 0, TOKENS);
    return sequences(count, seed, chance -> piece(successors, chance));
  }

  private static Dataset sequences(int count, long seed, Function<Generator, Sample> maker) {
    Generator chance = new Generator(seed);
    return Dataset.of(Stream.generate(() -> maker.apply(chance)).limit(count).toList());
  }

  private static Sample markedSequence(Generator chance) {
    long[] tokens = chance.randint(LENGTH, 0, TOKENS);
    int last = (int) chance.randint(1, LENGTH / 2, LENGTH)[0];
    long marker = chance.randint(1, 0, CLASSES)[0];
    tokens[last] = marker;
    for (int i = last + 1; i < LENGTH; i++) {
      tokens[i] = CLASSES + tokens[i] % (TOKENS - CLASSES);
    }
    return Sample.tuple(tokens, marker);
  }

  private static Sample sequenceWithFavourite(Generator chance) {
    long favourite = chance.randint(1, 0, CLASSES)[0];
    long[] tokens = chance.randint(LENGTH, 0, TOKENS);
    for (long place : chance.randint(LENGTH / 2, 0, LENGTH)) {
      tokens[(int) place] = favourite;
    }
    return Sample.tuple(tokens, favourite);
  }

  private static Sample piece(long[] successors, Generator chance) {
    long[] text = chance.randint(LENGTH + 1, 0, TOKENS);
    float[] strictness = chance.uniform(LENGTH + 1, 0, 1);
    for (int i = 2; i <= LENGTH; i++) {
      if (strictness[i] < STRICT) {
        text[i] = successors[(int) (TOKENS * text[i - 2] + text[i - 1])];
      }
    }
    return Sample.tuple(Arrays.copyOf(text, LENGTH), Arrays.copyOfRange(text, 1, LENGTH + 1));
  }
}
