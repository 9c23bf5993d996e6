package ai.miniai.kernels;

import ai.miniai.array.Layout;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of tables by ND4J's operations, which know one table only. */
final class PortableRows {
  private PortableRows() {}

  /** {@link Kernels#gatherRows}. */
  static INDArray gather(INDArray tables, INDArray indices) {
    long count = tables.size(0);
    long width = tables.size(2);
    INDArray rows = Layout.empty(tables.dataType(), count * indices.length(), width);
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(
                Layout.reshape(tables, count * tables.size(1), width),
                inOneTable(indices, count, tables.size(1)))
            .addOutputs(rows)
            .addIntegerArguments(0)
            .build());
    return Layout.reshape(rows, count, indices.length(), width);
  }

  /** {@link Kernels#scatterAddRows}. */
  static INDArray scatterAdd(INDArray rows, INDArray indices, long count) {
    long tables = rows.size(0);
    long width = rows.size(2);
    INDArray sums = Layout.full(rows.dataType(), 0, tables * count, width);
    Nd4j.exec(
        DynamicCustomOp.builder("scatter_add")
            .addInputs(
                sums,
                inOneTable(indices, tables, count),
                Layout.reshape(rows, tables * indices.length(), width))
            .addOutputs(sums)
            .addBooleanArguments(true) // one thread: two that add to one row lose updates
            .build());
    return Layout.reshape(sums, tables, count, width);
  }

  /** The indices of all tables, each of {@code rows} rows, if the tables are one table. */
  private static INDArray inOneTable(INDArray indices, long tables, long rows) {
    if (tables == 1) {
      return indices;
    }
    long[] first = LongStream.range(0, tables).map(table -> table * rows).toArray();
    INDArray starts = Nd4j.createFromArray(first).reshape(tables, 1);
    INDArray all = starts.add(indices.reshape(1, indices.length()));
    return Layout.reshape(all, tables * indices.length());
  }
}
