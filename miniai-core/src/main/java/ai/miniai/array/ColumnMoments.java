package ai.miniai.array;

/**
 * Mean and variance of each column of a part of a matrix. Sums are taken over the differences d = x
 * − centre, where the centre is the mean of some rows of the first block. This keeps the precision
 * if the mean is far from 0: Σ(x − mean)² = Σd² − (Σd)² / n. Source, also for merging: Chan, Golub
 * and LeVeque, Algorithms for Computing the Sample Variance, 1983.
 */
public final class ColumnMoments implements FloatBlocks.Gatherer<ColumnMoments> {
  /**
   * Few enough that an outlier among these rows moves the centre so far that {@link #cancelled}
   * reports it.
   */
  private static final int ROWS_FOR_CENTRE = 64;

  /**
   * The golden ratio. Its multiples (modulo 1) do not align with any period in the data, such as
   * the number of channels.
   */
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

  /** Static, so that the compiler vectorises it. */
  private static void add(
      float[] x, float[] centre, int length, float[] differences, float[] squares) {
    for (int i = 0; i < length; i++) {
      float difference = x[i] - centre[i];
      differences[i] += difference;
      squares[i] += difference * difference;
    }
  }

  /**
   * The mean of some rows, spread over the block. In images, the first rows alone would be only
   * margin.
   */
  private float[] centre(float[] x, int length) {
    int rowsThere = length / columns;
    int rowsForCentre = Math.min(ROWS_FOR_CENTRE, rowsThere);
    float[] sample = new float[rowsForCentre * columns];
    for (int row = 0; row < rowsForCentre; row++) {
      int from = (int) (row * GOLDEN % 1 * rowsThere);
      System.arraycopy(x, from * columns, sample, row * columns, columns);
    }
    double[] means = Lanes.sums(sample, columns);
    for (int c = 0; c < columns; c++) {
      means[c] /= rowsForCentre;
    }
    return Lanes.repeat(means);
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

  /** Whether some mean is so far from the centre that subtracting lost precision (cancellation). */
  public boolean cancelled() {
    return cancelled;
  }

  public double[] mean() {
    return mean;
  }

  /** The population variance (divided by the number of rows). */
  public double[] variance() {
    double[] variance = new double[columns];
    for (int c = 0; c < columns; c++) {
      variance[c] = Math.max(deviations[c], 0) / rows; // Math.max keeps NaN
    }
    return variance;
  }
}
