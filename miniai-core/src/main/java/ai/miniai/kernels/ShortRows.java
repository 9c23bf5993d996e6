package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Loops over the rows of row-major float32 matrices that are short: a block has several rows. */
final class ShortRows implements FloatBlocks.Gatherer<ShortRows> {
  /** Processes a row, which begins at index {@code from} of each block. */
  @FunctionalInterface
  interface Body {
    void run(float[][] blocks, int from, int row);
  }

  private final int columns;
  private final Body body;
  private int row;

  private ShortRows(INDArray matrix, Body body) {
    this.columns = Math.toIntExact(matrix.size(1));
    this.body = body;
  }

  /** Whether rows of this length are short. Longer ones would be too few parts for all threads. */
  static boolean fit(long columns) {
    return columns <= Lanes.count(1);
  }

  /** Runs {@code body} on each row of matrices of one shape. */
  static void read(Body body, INDArray... matrices) {
    FloatBlocks.ofRows(matrices).reduce(() -> new ShortRows(matrices[0], body));
  }

  /** The same, and copies the rows of the last matrix back to its memory. */
  static void write(Body body, INDArray... matrices) {
    FloatBlocks.ofRows(matrices).transform(() -> new ShortRows(matrices[0], body));
  }

  @Override
  public void start(int first) {
    row = first / columns;
  }

  @Override
  public void add(float[][] blocks, int length) {
    for (int from = 0; from < length; from += columns) {
      body.run(blocks, from, row++);
    }
  }

  @Override
  public void finish() {}

  @Override
  public void merge(ShortRows later) {}
}
