package ai.miniai.examples;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text as a task: to predict each character from those before it.
 *
 * @param text of characters of {@link #ALPHABET}
 */
record CharacterText(String text) {
  /** The index of a character is its class. */
  static final String ALPHABET = " .abcdefghijklmnopqrstuvwxyz";

  private static final List<String> QUALITIES = List.of("", "small ", "old ", "quick ");
  private static final List<String> NOUNS = List.of("cat", "dog", "horse", "bird");
  private static final List<String> VERBS = List.of("see", "hear", "follow", "like");

  CharacterText {
    checkArgument(
        text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0),
        "expected lower-case letters, spaces and full stops, not \"%s\"",
        text);
  }

  /**
   * Made-up sentences, such as "two dogs that a small bird hears follow the cat." A verb agrees
   * with its subject, which may be far ahead. The same seed gives the same sentences.
   */
  static CharacterText madeUp(int sentences, long seed) {
    Generator chance = new Generator(seed);
    return new CharacterText(
        Stream.generate(() -> sentence(chance)).limit(sentences).collect(joining(" ")));
  }

  private static String sentence(Generator chance) {
    boolean many = chance.randint(1, 0, 2)[0] == 1;
    boolean others = chance.randint(1, 0, 2)[0] == 1;
    String subject = noun(many, chance);
    String clause =
        pick(List.of("", " that " + noun(others, chance) + " " + verb(others, chance)), chance);
    return subject + clause + " " + verb(many, chance) + " " + noun(!others, chance) + ".";
  }

  private static String noun(boolean many, Generator chance) {
    String article = pick(many ? List.of("the ", "two ") : List.of("the ", "a "), chance);
    return article + pick(QUALITIES, chance) + pick(NOUNS, chance) + (many ? "s" : "");
  }

  private static String verb(boolean many, Generator chance) {
    return pick(VERBS, chance) + (many ? "" : "s");
  }

  private static String pick(List<String> words, Generator chance) {
    return words.get((int) chance.randint(1, 0, words.size())[0]);
  }

  /** The class of each character. */
  long[] classes() {
    return text.chars().mapToLong(ALPHABET::indexOf).toArray();
  }

  /**
   * Pieces of the text, and as targets the same pieces one character later; each int64 [length].
   */
  Dataset windows(int length) {
    long[] classes = classes();
    return Dataset.of(
        IntStream.range(0, (classes.length - 1) / length)
            .map(window -> window * length)
            .mapToObj(
                from ->
                    Sample.tuple(
                        Arrays.copyOfRange(classes, from, from + length),
                        Arrays.copyOfRange(classes, from + 1, from + 1 + length)))
            .toList());
  }

  /** The perplexity of this text for one who knows only how frequent each character is in it. */
  double perplexityOfFrequencies() {
    double entropy =
        ALPHABET
            .chars()
            .mapToDouble(one -> (double) text.chars().filter(c -> c == one).count() / text.length())
            .filter(share -> share > 0)
            .map(share -> -share * Math.log(share))
            .sum();
    return Math.exp(entropy);
  }
}
