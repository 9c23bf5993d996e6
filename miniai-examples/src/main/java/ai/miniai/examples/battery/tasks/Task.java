package ai.miniai.examples.battery.tasks;

import ai.miniai.data.fashion.FashionMnist;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a network of this battery is to learn. */
enum Task {
  /** Two classes whose probabilities are between 0.2 and 0.8 mostly: the best loss is 0.65. */
  NOISY_TABLE(Answer.LOGIT, TablePlans::noisy),

  /** Two classes that a curve separates. */
  CLEAN_TABLE(Answer.PROBABILITY, TablePlans::clean),

  /** One row in 20 is of class 1. */
  IMBALANCED_TABLE(Answer.LOGIT, TablePlans::imbalanced),

  /** One row in 100 is of class 1. */
  RARE_TABLE(Answer.CLASS, TablePlans::rare),
  SIX_CLASSES(Answer.CLASS, TablePlans::sixClasses),
  REGRESSION(Answer.NUMBER, TablePlans::regression),

  /** Numbers with a noise whose variance is infinite. */
  OUTLIERS(Answer.NUMBER, TablePlans::outliers),
  LSTM(Answer.CLASS, TokenPlans::lstm),
  LANGUAGE(Answer.TOKENS, TokenPlans::language),
  ATTENTION(Answer.CLASS, TokenPlans::attention),
  AUTOENCODER(Answer.IMAGE, ImagePlans::autoencoder),
  IMAGES(Answer.CLASS, ImagePlans::classes);

  /** What a network returns for each item. */
  enum Answer {
    LOGIT,
    PROBABILITY,
    /** A logit for each class. */
    CLASS,
    NUMBER,
    /** A logit for each token, at each place. */
    TOKENS,
    IMAGE
  }

  private final Answer answer;
  private final Function<Supplier<FashionMnist>, Plan> healthy;

  Task(Answer answer, Function<Supplier<FashionMnist>, Plan> healthy) {
    this.answer = answer;
    this.healthy = healthy;
  }

  Task(Answer answer, Supplier<Plan> healthy) {
    this(answer, images -> healthy.get());
  }

  /** A training that goes well. The data are always the same. */
  Plan plan(Supplier<FashionMnist> images) {
    return healthy.apply(images);
  }

  Answer answer() {
    return answer;
  }

  boolean isTable() {
    return compareTo(OUTLIERS) <= 0;
  }

  boolean isOfTokens() {
    return this == LSTM || this == LANGUAGE || this == ATTENTION;
  }

  boolean isRegression() {
    return answer == Answer.NUMBER;
  }

  /** Whether its network is a multilayer perceptron. */
  boolean isMlp() {
    return isTable() || this == AUTOENCODER;
  }

  /** Whether each item has one of several classes, about equally frequent. */
  boolean hasClasses() {
    return this == CLEAN_TABLE || (answer == Answer.CLASS && this != RARE_TABLE);
  }

  /** Whether it is trained with SGD, not with AdamW. */
  boolean usesSgd() {
    return this == CLEAN_TABLE || this == SIX_CLASSES || this == REGRESSION || this == IMAGES;
  }
}
