package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.table.CsvFile;
import ai.miniai.data.table.Table;
import ai.miniai.data.table.TableColumns;
import ai.miniai.data.table.TablePreparation;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.Learner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.model.TabularModel;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Learns from a table which customers leave, and saves the model for {@link TablePrediction}. */
public final class TableTraining {
  private TableTraining() {}

  /** Trains on four fifths of the rows, and returns the accuracy on the rest. */
  static double run(Path csv, int epochs, Path model) {
    Seed.set(1);
    var columns =
        new TableColumns(List.of("months", "price", "calls"), List.of("contract"))
            .predictClass("left");
    Table rows = CsvFile.of(csv).read(columns);
    Table training = rows.subset(0, rows.size() * 4 / 5);
    Table validation = rows.subset(training.size(), rows.size());
    var preparation = TablePreparation.fit(training);
    var dls = DataLoaders.of(preparation.apply(training), preparation.apply(validation), 64);

    var network = network(preparation);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    new Learner(network, dls, Losses::crossEntropy, 0.01, new TrainCB(2), metrics)
        .optimizer(AdamW.noDecayOnNormsAndBiases(0.01))
        .fit(epochs, new BatchSchedCB(new OneCycle(0.01, epochs * dls.train().size())));
    new Safetensors(network.stateDict(), preparation.metadata()).write(model);
    return metrics
        .rows()
        .get(metrics.rows().size() - 1)
        .values()
        .getOrDefault("accuracy", Double.NaN);
  }

  /** The same network for training and prediction. */
  static TabularModel network(TablePreparation preparation) {
    return new TabularModel(
        preparation.numbers(), preparation.categorySizes(), preparation.classes().size(), 32, 16);
  }

  public static void main(String... arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of("out", "table"));
    Path csv = folder.resolve("customers.csv");
    MadeUpCustomers.write(csv, 4000, 1);
    System.out.println(run(csv, 5, folder.resolve("model.safetensors")));
  }
}
