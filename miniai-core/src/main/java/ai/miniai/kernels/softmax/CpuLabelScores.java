package ai.miniai.kernels.softmax;

import ai.miniai.array.HostMemory;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The score of the label in each row of row-major float32 scores [rows, classes]. */
public final class CpuLabelScores {
  private CpuLabelScores() {}

  /** The sum of the scores of the labels [rows]. */
  public static double sum(INDArray scores, INDArray labels) {
    long[] classes = HostMemory.readLongs(labels);
    int width = Math.toIntExact(scores.size(1));
    FloatBuffer memory = scores.data().asNioFloat();
    double sum = 0;
    try {
      int row = Math.toIntExact(scores.offset());
      for (long label : classes) {
        sum += memory.get(row + (int) label);
        row += width;
      }
    } finally {
      Reference.reachabilityFence(scores); // a buffer does not keep its memory alive
    }
    return sum;
  }

  /** Writes {@code value} at the label of each row of {@code out}, and 0 elsewhere. */
  public static void mark(INDArray labels, double value, INDArray out) {
    long[] classes = HostMemory.readLongs(labels);
    int width = Math.toIntExact(out.size(1));
    float[] marks = new float[Math.toIntExact(out.length())];
    for (int row = 0; row < classes.length; row++) {
      marks[row * width + (int) classes[row]] = (float) value;
    }
    HostMemory.write(marks, out);
  }
}
