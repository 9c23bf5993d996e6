package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Collate;
import ai.miniai.data.Sample;
import ai.miniai.nn.Module;
import ai.miniai.parallel.StateMessage;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.Iterators;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predicts for the rows of a Spark table, in the partitions where they are.
 *
 * <pre>{@code
 * Dataset<Row> scored =
 *     SparkPredict.predict(
 *         rows, result.model(), () -> network(), row -> Sample.tuple(pixels(row)));
 * }</pre>
 */
public final class SparkPredict {
  /** The name of the column with the predictions. */
  public static final String COLUMN = "prediction";

  private static final int BATCH = 256;

  private SparkPredict() {}

  /** As {@link #predict(Dataset, Module, ModelFactory, RowMapper, int)}, 256 rows at once. */
  public static Dataset<Row> predict(
      Dataset<Row> rows, Module model, ModelFactory architecture, RowMapper mapper) {
    return predict(rows, model, architecture, mapper, BATCH);
  }

  /**
   * The rows, in their order, with the column {@code prediction}: the model's output for the row as
   * an array of doubles, flattened. The model is in evaluation mode. It is sent to each executor
   * once; the work is done when the result is used.
   *
   * @param rows without a column of that name
   * @param model whose parameters and buffers are used; it has one output
   * @param architecture makes the same network with any weights
   * @param mapper makes the model's inputs of a row
   * @param batchSize the number of rows that the model gets at once, 1 or more
   */
  public static Dataset<Row> predict(
      Dataset<Row> rows, Module model, ModelFactory architecture, RowMapper mapper, int batchSize) {
    checkArgument(batchSize > 0, "expected a batch size of 1 or more, got %s", batchSize);
    checkArgument(
        !Arrays.asList(rows.columns()).contains(COLUMN),
        "the rows have a column \"%s\" already: drop or rename it",
        COLUMN);
    Sendable.check(architecture, "architecture");
    Sendable.check(mapper, "mapper");
    Broadcast<byte[]> state =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
            .broadcast(StateMessage.write(model.stateDict()));
    ArrayType numbers = DataTypes.createArrayType(DataTypes.DoubleType, false);
    StructType schema = rows.schema().add(COLUMN, numbers, false);
    return rows.mapPartitions(
        new Partition(state, architecture, mapper, batchSize), Encoders.row(schema));
  }

  /** Predicts for one partition, batch by batch as the rows are asked for. */
  private record Partition(
      Broadcast<byte[]> state, ModelFactory architecture, RowMapper mapper, int batchSize)
      implements MapPartitionsFunction<Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      if (!rows.hasNext()) {
        return rows;
      }
      Module model = architecture.make();
      Map<String, Tensor> weights = StateMessage.read(state.value());
      model.loadStateDict(weights);
      model.eval();
      return Iterators.concat(
          Iterators.transform(
              Iterators.partition(rows, batchSize), batch -> predict(model, batch).iterator()));
    }

    private List<Row> predict(Module model, List<Row> rows) {
      List<Sample> samples = rows.stream().map(mapper::map).toList();
      List<Row> predicted = new ArrayList<>(rows.size());
      Autograd.noGrad(
          () -> {
            try (MemoryScope scope = MemoryScope.open()) {
              Tensor[] inputs =
                  Collate.stack(samples).stream().map(Tensor::of).toArray(Tensor[]::new);
              Tensor outputs = model.call(inputs);
              checkArgument(
                  outputs.rank() > 0 && outputs.size(0) == rows.size(),
                  "the model's output %s has no place for each of %s rows",
                  Arrays.toString(outputs.shape()),
                  rows.size());
              double[] values = outputs.toDoubles();
              int width = values.length / rows.size();
              for (int i = 0; i < rows.size(); i++) {
                predicted.add(with(rows.get(i), values, i * width, width));
              }
            }
          });
      return predicted;
    }

    private static Row with(Row row, double[] values, int from, int width) {
      Object[] fields = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        fields[i] = row.get(i);
      }
      Double[] prediction = new Double[width];
      Arrays.setAll(prediction, i -> values[from + i]);
      fields[row.size()] = prediction;
      return RowFactory.create(fields);
    }
  }
}
