package ai.miniai.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Ways in which the same values may lie in memory. */
enum MemoryOrder {
  ROW_MAJOR {
    @Override
    INDArray lay(INDArray x) {
      return x.dup('c');
    }
  },
  COLUMN_MAJOR {
    @Override
    INDArray lay(INDArray x) {
      int[] order = IntStream.range(0, x.rank()).map(d -> x.rank() - 1 - d).toArray();
      return permuted(x, order);
    }
  },
  /**
   * The second dimension varies fastest, as in images that lie [batch, height, width, channels].
   */
  CHANNELS_LAST {
    @Override
    INDArray lay(INDArray x) {
      if (x.rank() < 2) {
        return x.dup('c');
      }
      IntStream others = IntStream.range(0, x.rank()).filter(d -> d != 1);
      return permuted(x, IntStream.concat(others, IntStream.of(1)).toArray());
    }
  },
  /** The inside of a larger array: gaps on all sides. */
  SLICED {
    @Override
    INDArray lay(INDArray x) {
      long[] larger = Arrays.stream(x.shape()).map(size -> size + 3).toArray();
      INDArrayIndex[] inside =
          Arrays.stream(x.shape())
              .mapToObj(size -> NDArrayIndex.interval(2, 2 + size))
              .toArray(INDArrayIndex[]::new);
      if (x.rank() == 0) {
        return x.dup('c');
      }
      INDArray view = Nd4j.valueArrayOf(larger, -777.0, x.dataType()).get(inside);
      return view.assign(x);
    }
  };

  /** The values of {@code x}, lying in memory in this order. */
  abstract INDArray lay(INDArray x);

  /** A copy of {@code x} whose memory runs through the dimensions in {@code order}. */
  private static INDArray permuted(INDArray x, int... order) {
    INDArray memory = x.permute(order).dup('c');
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return order.length == 0 ? memory : memory.permute(inverse);
  }
}
