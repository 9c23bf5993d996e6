package ai.miniai.metric;

/** Of the items of a class, the fraction that was predicted as it. */
public final class MulticlassRecall extends MulticlassScore {
  /** Over all classes. */
  public MulticlassRecall(Average average) {
    super(average);
  }

  /** Of one class, by its index from 0. */
  public MulticlassRecall(int ofClass) {
    super(ofClass);
  }

  @Override
  double score(long hits, long predicted, long labelled) {
    return ratio(hits, labelled);
  }
}
