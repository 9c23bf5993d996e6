package ai.miniai.spark;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.tensor.HostArray;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;

/** The code of docs/spark.md. */
final class PageCode {
  private PageCode() {}

  private static Module model() {
    return Job.model();
  }

  private static Dataset train() {
    return Job.pictures(Job.ITEMS, 1);
  }

  private static Dataset valid() {
    return Job.pictures(101, 2);
  }

  private static float[] pixels(Row row) {
    float[] pixels = new float[Job.SIDE * Job.SIDE];
    pixels[0] = row.getInt(0);
    return pixels;
  }

  static SparkResult train(SparkContext sc, String folder) {
    SparkResult result =
        SparkLearner.on(sc)
            .workers(2)
            .checkpoints(folder)
            .every(500)
            .fit(
                10,
                replica ->
                    new TrainLearner(
                        model(),
                        replica.dataLoaders(train(), valid(), 1024),
                        Losses::crossEntropy,
                        0.1,
                        new MetricsCB("accuracy", new MulticlassAccuracy())));
    return result;
  }

  static SparkResult train(
      SparkContext sc,
      org.apache.spark.sql.Dataset<Row> train,
      org.apache.spark.sql.Dataset<Row> valid) {
    SparkResult result =
        SparkLearner.on(sc)
            .workers(2)
            .fit(
                10,
                new RowData(train, valid, row -> item(row), 1024),
                (replica, share) ->
                    new TrainLearner(
                        model(),
                        share,
                        Losses::crossEntropy,
                        0.1,
                        new MetricsCB("accuracy", new MulticlassAccuracy())));
    return result;
  }

  private static Sample item(Row row) {
    return Job.item(row);
  }

  static List<Row> predict(org.apache.spark.sql.Dataset<Row> rows, SparkResult result) {
    org.apache.spark.sql.Dataset<Row> scored =
        SparkPredict.predict(
            rows,
            result.model(),
            () -> model(),
            row -> Sample.of(new HostArray.Floats(pixels(row), 1, 6, 6)));
    return scored.collectAsList();
  }
}
