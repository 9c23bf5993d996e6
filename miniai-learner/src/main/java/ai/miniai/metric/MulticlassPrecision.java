package ai.miniai.metric;

/** Of the items predicted as a class, the fraction that belongs to it. */
public final class MulticlassPrecision extends MulticlassScore {
  /** Over all classes. */
  public MulticlassPrecision(Average average) {
    super(average);
  }

  /** Of one class, by its index from 0. */
  public MulticlassPrecision(int ofClass) {
    super(ofClass);
  }

  @Override
  double score(long hits, long predicted, long labelled) {
    return ratio(hits, predicted);
  }
}
