package ai.miniai.metric;

/** The harmonic mean of precision and recall: 2 · hits / (predicted + labelled). */
public final class MulticlassF1Score extends MulticlassScore {
  /** Over all classes. */
  public MulticlassF1Score(Average average) {
    super(average);
  }

  /** Of one class, by its index from 0. */
  public MulticlassF1Score(int ofClass) {
    super(ofClass);
  }

  @Override
  double score(long hits, long predicted, long labelled) {
    return ratio(2 * hits, predicted + labelled);
  }
}
