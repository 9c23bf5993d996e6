package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A score computed from the confusion matrix, of one class or of all. Where it would be 0 / 0 it is
 * 0, as in scikit-learn. Predictions, targets and errors are as in {@link MulticlassAccuracy}.
 */
abstract sealed class MulticlassScore implements Metric, Stateful
    permits MulticlassPrecision, MulticlassRecall, MulticlassF1Score {
  private final MulticlassConfusionMatrix matrix = new MulticlassConfusionMatrix();
  private final Function<MulticlassScore, Double> summary;

  MulticlassScore(Average average) {
    summary =
        switch (average) {
          case MICRO -> MulticlassScore::micro;
          case MACRO -> MulticlassScore::macro;
          case WEIGHTED -> MulticlassScore::weighted;
        };
  }

  MulticlassScore(int ofClass) {
    checkArgument(ofClass >= 0, "classes are numbered from 0, so that %s is none", ofClass);
    summary = score -> score.of(ofClass);
  }

  /**
   * The score.
   *
   * @param hits the number of items of the class that were predicted as it
   * @param predicted the number of items predicted as the class
   * @param labelled the number of items of the class
   */
  abstract double score(long hits, long predicted, long labelled);

  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  @Override
  public final void reset() {
    matrix.reset();
  }

  @Override
  public final void update(Tensor predictions, Tensor target) {
    matrix.update(predictions, target);
  }

  @Override
  public final double compute() {
    return matrix.classes() == 0 ? Double.NaN : summary.apply(this);
  }

  /** The score of each class. */
  public final double[] perClass() {
    return IntStream.range(0, matrix.classes()).mapToDouble(this::of).toArray();
  }

  private double of(int one) {
    return score(matrix.count(one, one), matrix.predicted(one), matrix.labelled(one));
  }

  private double micro() {
    long hits = classes().mapToLong(one -> matrix.count(one, one)).sum();
    long items = classes().mapToLong(matrix::labelled).sum();
    return score(hits, items, items);
  }

  private double macro() {
    return classes()
        .filter(one -> matrix.labelled(one) + matrix.predicted(one) > 0)
        .mapToDouble(this::of)
        .average()
        .orElse(Double.NaN);
  }

  private double weighted() {
    double items = classes().mapToLong(matrix::labelled).sum();
    return classes().mapToDouble(one -> matrix.labelled(one) * of(one)).sum() / items;
  }

  private IntStream classes() {
    return IntStream.range(0, matrix.classes());
  }

  @Override
  public final Map<String, Tensor> stateDict() {
    return matrix.stateDict();
  }

  @Override
  public final void loadStateDict(Map<String, Tensor> state) {
    matrix.loadStateDict(state);
  }

  @Override
  public final void combine(Map<String, Tensor> other) {
    matrix.combine(other);
  }
}
