package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import com.google.common.base.Strings;
import com.google.common.primitives.Longs;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Looks up rows of a table [rows, width] by their indices. */
final class EmbeddingOp extends Operation {
  /** In the place of the row that gets no gradient: all rows get one. */
  static final long NO_PADDING = -1;

  private final Tensor indices;
  private final long paddingIdx;

  /** Every row gets a gradient. */
  EmbeddingOp(Tensor indices) {
    this(indices, NO_PADDING);
  }

  private EmbeddingOp(Tensor indices, long paddingIdx) {
    this.indices = indices;
    this.paddingIdx = paddingIdx;
  }

  static Tensor of(Tensor indices, Tensor weight, long paddingIdx) {
    Tensor whole = indices.dataType() == DataType.INT32 ? indices.to(DataType.INT64) : indices;
    return Promotion.in(weight.dataType(), new EmbeddingOp(whole, paddingIdx), weight);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    INDArray table = Layout.contiguous(inputs[0]);
    checkArgument(
        table.rank() == 2,
        "an embedding wants a weight of shape [rows, width], not %s",
        Arrays.toString(table.shape()));
    checkArgument(
        indices.dataType() == DataType.INT64,
        "an embedding wants indices of type LONG (int64), not %s",
        Shapes.text(indices.dataType(), indices.shape()));
    long[] shape = Longs.concat(indices.shape(), new long[] {table.size(1)});
    if (indices.length() == 0) {
      return Layout.empty(table.dataType(), shape);
    }
    INDArray flat = Layout.contiguous(indices.live()).reshape(indices.length());
    if (Nd4j.getEnvironment().isCPU()) { // on a GPU, reading the indices would wait for the device
      checkIndices(Kernels.current().readLongs(flat), table.size(0));
    }
    alsoReads(indices);
    if (table.isEmpty()) {
      return Layout.empty(table.dataType(), shape);
    }
    save(table, flat);
    INDArray tables = table.reshape('c', 1, table.size(0), table.size(1));
    return Kernels.current().gatherRows(tables, flat).reshape('c', shape);
  }

  private void checkIndices(long[] flat, long rows) {
    int wrong = Places.firstOutside(flat, rows);
    if (wrong >= 0) {
      throw new IllegalArgumentException(
          Strings.lenientFormat(
              "index %s, number %s of indices of shape %s, is not in [0, %s): the embedding has %s"
                  + " rows",
              flat[wrong], wrong, Shapes.text(indices.shape()), rows, rows));
    }
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray table = saved(0, false);
    INDArray flat = saved(1);
    INDArray rows = Layout.contiguous(gradient).reshape('c', 1, flat.length(), table.size(1));
    INDArray sums =
        Layout.reshape(Kernels.current().scatterAddRows(rows, flat, table.size(0)), inputShape(0));
    if (paddingIdx != NO_PADDING) {
      sums.getRow(paddingIdx).assign(0);
    }
    giveAway(0, sums);
  }
}
