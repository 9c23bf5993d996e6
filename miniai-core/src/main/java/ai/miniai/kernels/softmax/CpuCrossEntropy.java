package ai.miniai.kernels.softmax;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cross-entropy of row-major float32 logits [rows, classes] and labels [rows], and its
 * gradient, in plain Java.
 */
public final class CpuCrossEntropy {
  /** About as many logits are processed at a time. */
  private static final int PART = 1 << 11;

  private final float[] logits;
  private final long[] labels;
  private final int classes;

  private CpuCrossEntropy(INDArray logits, INDArray labels) {
    this.logits = HostMemory.readFloats(logits);
    this.labels = HostMemory.readLongs(labels);
    this.classes = Math.toIntExact(logits.size(1));
  }

  /** The mean of −logSoftmax(row)[label]. */
  public static INDArray of(INDArray logits, INDArray labels) {
    CpuCrossEntropy loss = new CpuCrossEntropy(logits, labels);
    List<Double> sums = Team.map(loss.parts(), loss::sumOfPart);
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    INDArray mean = Layout.empty(DataType.FLOAT);
    HostMemory.write(new float[] {(float) (sum / loss.labels.length)}, mean);
    return mean;
  }

  /** (softmax(row) − 1 at the label) · factor / rows. */
  public static INDArray gradient(INDArray logits, INDArray labels, double factor) {
    CpuCrossEntropy loss = new CpuCrossEntropy(logits, labels);
    INDArray gradient = Layout.empty(DataType.FLOAT, logits.shape());
    float each = (float) (factor / loss.labels.length);
    Team.run(loss.parts(), part -> loss.differentiatePart(part, each));
    HostMemory.write(loss.logits, gradient);
    return gradient;
  }

  private int rowsInPart() {
    return Math.max(1, PART / classes);
  }

  private int parts() {
    return (labels.length - 1) / rowsInPart() + 1;
  }

  private double sumOfPart(int part) {
    int from = part * rowsInPart();
    float[] rows = rows(from);
    RowSoftmax.ofThread().logSoftmax(rows, rows, classes, rows.length);
    double sum = 0;
    for (int row = 0; row < rows.length / classes; row++) {
      sum -= rows[row * classes + (int) labels[from + row]];
    }
    return sum;
  }

  /** Writes the gradient to {@link #logits}. */
  private void differentiatePart(int part, float factor) {
    int from = part * rowsInPart();
    float[] rows = rows(from);
    RowSoftmax.ofThread().softmax(rows, rows, classes, rows.length);
    for (int row = 0; row < rows.length / classes; row++) {
      rows[row * classes + (int) labels[from + row]] -= 1;
    }
    scale(rows, factor);
    System.arraycopy(rows, 0, logits, from * classes, rows.length);
  }

  /** A copy of the logits of a part. */
  private float[] rows(int from) {
    int to = Math.min(from + rowsInPart(), labels.length);
    return Arrays.copyOfRange(logits, from * classes, to * classes);
  }

  private static void scale(float[] x, float factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }
}
