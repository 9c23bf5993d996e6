package ai.miniai.metric;

/** Of the items that were taken for a class, the share that are of it. */
public final class MulticlassPrecision extends MulticlassScore {
  /** Over all classes. */
  public MulticlassPrecision(Average average) {
    super(average);
  }

  /** Of one class, by its number from 0. */
  public MulticlassPrecision(int ofClass) {
    super(ofClass);
  }

  @Override
  double score(long hits, long predicted, long labelled) {
    return ratio(hits, predicted);
  }
}
