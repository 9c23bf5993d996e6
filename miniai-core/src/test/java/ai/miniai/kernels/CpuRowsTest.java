package ai.miniai.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.array.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link CpuGatherRows} and {@link CpuScatterAddRows} beside loops over single values. */
class CpuRowsTest {
  private static final int[][] TABLES_ROWS_WIDTH = {
    {1, 1, 1},
    {1, 50, 1},
    {1, 70_000, 1},
    {1, 40, 3},
    {1, 300, 40},
    {1, 2, 70_000},
    {7, 1, 1},
    {5, 60, 1},
    {3000, 28, 3},
    {400, 5, 15},
    {400, 5, 16},
    {2, 70_000, 1},
    {3, 900, 130}
  };

  /** Row i of the result is this row of a table of so many. */
  private enum Choice {
    REVERSED,
    ROLLED,
    RANDOM,
    THE_LAST_ONLY,
    FAR_APART;

    IntUnaryOperator of(int rows) {
      Random random = new Random(1);
      return switch (this) {
        case REVERSED -> i -> rows - 1 - i % rows;
        case ROLLED -> i -> (i + rows / 3) % rows;
        case RANDOM -> i -> random.nextInt(rows);
        case THE_LAST_ONLY -> i -> rows - 1;
        case FAR_APART -> i -> i % 2 == 0 ? 0 : rows - 1;
      };
    }
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (int[] sizes : TABLES_ROWS_WIDTH) {
      for (Choice choice : Choice.values()) {
        for (int n : new int[] {1, sizes[1], 2 * sizes[1] + 3}) {
          cases.add(Arguments.of(sizes[0], sizes[1], sizes[2], n, choice));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rowsAreGatheredAndAddedUp(int tables, int count, int width, int n, Choice choice) {
    int[] numbers = IntStream.range(0, n).map(choice.of(count)).toArray();
    INDArray indices = Nd4j.createFromArray(IntStream.of(numbers).asLongStream().toArray());
    INDArray x = values(tables, count, width);
    float[] table = x.dup().data().asFloat();
    float[] gathered = new float[tables * n * width];
    float[] sums = new float[table.length];
    each(tables, count, width, numbers, (row, at) -> gathered[row] = table[at]);

    INDArray rows = CpuGatherRows.gather(x, indices);
    each(tables, count, width, numbers, (row, at) -> sums[at] += gathered[row]);
    INDArray added = CpuScatterAddRows.scatterAdd(rows, indices, count);

    assertThat(rows.shape()).containsExactly(tables, n, width);
    assertThat(Arrays.mismatch(rows.data().asFloat(), gathered)).isEqualTo(-1);
    assertThat(added.shape()).containsExactly(tables, count, width);
    assertThat(Arrays.mismatch(added.data().asFloat(), sums)).isEqualTo(-1);
  }

  /** Random values with NaN and an infinity, as a view that begins inside of a larger array. */
  private static INDArray values(int tables, int count, int width) {
    INDArray all = Nd4j.rand(DataType.FLOAT, tables + 1, count, width).subi(0.5);
    all.putScalar(new long[] {tables, count - 1, width - 1}, Float.NaN);
    all.putScalar(new long[] {1, count / 2, width / 2}, Float.POSITIVE_INFINITY);
    return Layout.part(all, 0, 1, tables + 1);
  }

  private interface Move {
    void of(int rowValue, int tableValue);
  }

  private static void each(int tables, int count, int width, int[] numbers, Move move) {
    for (int table = 0; table < tables; table++) {
      for (int i = 0; i < numbers.length; i++) {
        for (int k = 0; k < width; k++) {
          int row = table * numbers.length + i;
          move.of(row * width + k, (table * count + numbers[i]) * width + k);
        }
      }
    }
  }
}
