package ai.miniai.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Sample;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Predictions for the rows of a table. */
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = LocalCluster.NEEDS)
class SparkPredictTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("name", DataTypes.StringType)
          .add("x", DataTypes.DoubleType)
          .add("y", DataTypes.DoubleType);

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = InProcess.spark();
  }

  @AfterAll
  static void end() {
    spark.stop();
  }

  private static Module network() {
    return new Sequential(new Linear(2, 8), new BatchNorm1d(8), new ReLU(), new Linear(8, 3));
  }

  private static Dataset<Row> rows(int n, int partitions) {
    List<Row> rows =
        IntStream.range(0, n)
            .mapToObj(i -> RowFactory.create(i == 3 ? null : "row " + i, i * 0.1, -i * 0.2))
            .toList();
    return spark.createDataFrame(rows, SCHEMA).repartition(partitions).sortWithinPartitions("x");
  }

  private static Sample point(Row row) {
    return Sample.tuple(new float[] {(float) row.getDouble(1), (float) row.getDouble(2)});
  }

  @Test
  void eachRowHasItsPrediction() {
    Module model = network();
    model.call(Tensor.randn(16, 2)); // moves the running statistics
    Dataset<Row> rows = rows(23, 3);
    List<Row> scored =
        SparkPredict.predict(rows, model, SparkPredictTest::network, SparkPredictTest::point, 4)
            .collectAsList();
    model.eval();
    List<Row> given = rows.collectAsList();
    assertThat(scored).hasSize(23);
    for (int i = 0; i < scored.size(); i++) {
      Row row = scored.get(i);
      assertThat(row.getString(0)).isEqualTo(given.get(i).getString(0));
      float[] point = {(float) row.getDouble(1), (float) row.getDouble(2)};
      double[] wanted = model.call(Tensor.of(point, 1, 2)).toDoubles();
      List<Double> prediction = row.getList(row.fieldIndex(SparkPredict.COLUMN));
      assertThat(prediction.stream().mapToDouble(value -> value).toArray())
          .containsExactly(wanted, within(1e-6));
    }
  }

  @Test
  void noRowsAreNoPredictions() {
    assertThat(
            SparkPredict.predict(
                    rows(0, 2), network(), SparkPredictTest::network, SparkPredictTest::point)
                .collectAsList())
        .isEmpty();
  }

  @Test
  void aTableThatHasPredictionsIsRefused() {
    Dataset<Row> rows = rows(2, 1).withColumnRenamed("name", SparkPredict.COLUMN);
    assertThatThrownBy(
            () ->
                SparkPredict.predict(
                    rows, network(), SparkPredictTest::network, SparkPredictTest::point))
        .hasMessageContaining("have a column \"prediction\" already");
  }
}
