package ai.miniai.metric;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.ClassIndices;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The confusion matrix: how many items of each class were predicted as each class (torcheval's
 * class of this name). As one number it is the accuracy. Predictions, targets and errors are as in
 * {@link MulticlassAccuracy}. An item with a NaN score counts as predicted as no class.
 */
public final class MulticlassConfusionMatrix implements Metric, Stateful {
  private int classes;

  /** A row for each label: the counts of each predicted class, and last of no class. */
  private long[] counts = {};

  private final Inbox inbox = new Inbox(this::add);

  @Override
  public void reset() {
    inbox.clear();
    classes = 0;
    counts = new long[0];
  }

  @Override
  public void update(Tensor predictions, Tensor target) {
    INDArray labels = ClassLabels.of(predictions, target);
    int width = Math.toIntExact(predictions.size(1));
    inbox.settle();
    if (counts.length == 0) {
      classes = width;
      counts = new long[width * (width + 1)];
    }
    checkArgument(
        width == classes, "expected scores of %s classes as before, got %s", classes, width);
    if (predictions.size(0) == 0) {
      return;
    }
    INDArray truth = oneHot(labels, Nd4j.arange(width));
    INDArray columns = Nd4j.arange(width + 1.0);
    INDArray guess =
        oneHot(ClassLabels.best(predictions), columns.putScalar(width, ClassIndices.NONE));
    inbox.put(Tensor.wrap(truth.transpose().mmul(guess)));
  }

  /** float32 [batch, columns]: 1 where the item's index is that of the column. */
  private static INDArray oneHot(INDArray indices, INDArray columns) {
    INDArray row = columns.castTo(DataType.INT64).reshape(1, columns.length());
    return indices.reshape(indices.length(), 1).eq(row).castTo(DataType.FLOAT);
  }

  private void add(double... batch) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += (long) batch[i];
    }
  }

  /** The number of classes; 0 before the first batch. */
  public int classes() {
    return classes;
  }

  /**
   * The number of items of class {@code label} that were predicted as class {@code prediction}.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public long count(int label, int prediction) {
    inbox.settle();
    checkArgument(
        Math.min(label, prediction) >= 0 && Math.max(label, prediction) < classes,
        "asked for label %s and prediction %s of a confusion matrix of %s classes, from 0",
        label,
        prediction,
        classes);
    return counts[label * (classes + 1) + prediction];
  }

  /** All counts, row by row, with a row for each label and a column for each predicted class. */
  public List<Long> counts() {
    inbox.settle();
    ImmutableLongArray.Builder square = ImmutableLongArray.builder(classes * classes);
    for (int label = 0; label < classes; label++) {
      int row = label * (classes + 1);
      square.addAll(Arrays.stream(counts, row, row + classes));
    }
    return square.build().asList();
  }

  /** The number of items of a class. */
  long labelled(int label) {
    inbox.settle();
    return Arrays.stream(counts, label * (classes + 1), (label + 1) * (classes + 1)).sum();
  }

  /** The number of items that were predicted as a class. */
  long predicted(int prediction) {
    inbox.settle();
    long sum = 0;
    for (int label = 0; label < classes; label++) {
      sum += count(label, prediction);
    }
    return sum;
  }

  /** The fraction of items on the diagonal; NaN without items. */
  @Override
  public double compute() {
    inbox.settle();
    long correct = 0;
    for (int i = 0; i < classes; i++) {
      correct += count(i, i);
    }
    return (double) correct / Arrays.stream(counts).sum();
  }

  @Override
  public Map<String, Tensor> stateDict() {
    inbox.settle();
    return Map.of("counts", StateDicts.tensor(Arrays.stream(counts).asDoubleStream().toArray()));
  }

  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    inbox.clear();
    counts =
        Arrays.stream(StateDicts.values(state, "counts"))
            .mapToLong(count -> (long) count)
            .toArray();
    classes = (int) Math.sqrt(counts.length); // n² < n · (n + 1) < (n + 1)²
  }

  @Override
  public void combine(Map<String, Tensor> other) {
    Map<String, Tensor> own = stateDict();
    boolean empty = counts.length == 0;
    boolean otherIsEmpty = StateDicts.values(other, "counts").length == 0;
    if (!otherIsEmpty) {
      loadStateDict(empty ? other : StateDicts.sum(own, other));
    }
  }
}
