package ai.miniai.array;

import java.util.Arrays;

/**
 * Mean and variance of the columns of a part of a matrix. The sums are of the differences to the
 * means of some rows of its first block, so that a mean far from 0 costs no precision: Σ(x − mean)²
 * = Σd² − (Σd)² / n. Source, also of the merging: Chan, Golub and LeVeque, Algorithms for Computing
 * the Sample Variance, 1983.
 */
public final class ColumnMoments implements FloatBlocks.Gatherer<ColumnMoments> {
  /** So few that a number far from all others, if it is among them, is seen to be harmful. */
  private static final int ROWS_FOR_CENTRE = 64;

  /** Its multiples keep step with no period, such as that of the channels. */
  private static final double GOLDEN = 0.618033988749895;

  private final int columns;
  private float[] centre = {};
  private final float[] differences;
  private final float[] squares;
  private final double[] mean;
  private final double[] deviations;
  private long rows;
  private boolean cancelled;

  public ColumnMoments(int columns) {
    this.columns = columns;
    differences = new float[Lanes.count(columns)];
    squares = new float[differences.length];
    mean = new double[columns];
    deviations = new double[columns];
  }

  @Override
  public void add(float[][] blocks, int length) {
    float[] x = blocks[0];
    if (rows == 0) {
      centre = centre(x, length);
    }
    rows += length / columns;
    add(x, centre, length, differences, squares);
  }

  /** Static, and so made vector instructions of. */
  private static void add(
      float[] x, float[] centre, int length, float[] differences, float[] squares) {
    for (int i = 0; i < length; i++) {
      float difference = x[i] - centre[i];
      differences[i] += difference;
      squares[i] += difference * difference;
    }
  }

  /** The means of some rows here and there: in images the first would be margins alone. */
  private float[] centre(float[] x, int length) {
    int rowsThere = length / columns;
    int rowsForCentre = Math.min(ROWS_FOR_CENTRE, rowsThere);
    float[] sample = new float[rowsForCentre * columns];
    for (int row = 0; row < rowsForCentre; row++) {
      int from = (int) (row * GOLDEN % 1 * rowsThere);
      System.arraycopy(x, from * columns, sample, row * columns, columns);
    }
    double[] sums = Lanes.sums(sample, columns);
    return Lanes.repeat(Arrays.stream(sums).map(sum -> sum / rowsForCentre).toArray());
  }

  @Override
  public void finish() {
    double[] sum = Lanes.sums(differences, columns);
    double[] sumOfSquares = Lanes.sums(squares, columns);
    for (int c = 0; c < columns; c++) {
      mean[c] = centre[c] + sum[c] / rows;
      deviations[c] = sumOfSquares[c] - sum[c] * sum[c] / rows;
      cancelled |= deviations[c] < sumOfSquares[c] / 2;
    }
  }

  @Override
  public void merge(ColumnMoments later) {
    double share = (double) later.rows / (rows + later.rows);
    for (int c = 0; c < columns; c++) {
      double difference = later.mean[c] - mean[c];
      mean[c] += difference * share;
      deviations[c] += later.deviations[c] + difference * difference * share * rows;
    }
    rows += later.rows;
    cancelled |= later.cancelled;
  }

  /** Whether some mean is far from the value that was subtracted, so that digits were lost. */
  public boolean cancelled() {
    return cancelled;
  }

  public double[] mean() {
    return mean;
  }

  /** The population variance: divided by the number of rows. */
  public double[] variance() {
    // Math.max keeps NaN.
    return Arrays.stream(deviations).map(sum -> Math.max(sum, 0) / rows).toArray();
  }
}
