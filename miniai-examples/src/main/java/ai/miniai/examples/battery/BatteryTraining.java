package ai.miniai.examples.battery;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.MetricsCB;
import ai.miniai.callback.MulticlassAccuracy;
import ai.miniai.callback.RecorderCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.FashionMnist;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.RecordingJson;
import ai.miniai.learner.TrainLearner;
import ai.miniai.nn.Losses;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trains a run of the battery, and stores what was recorded of it. */
final class BatteryTraining {
  private final BatteryRun run;
  private final FashionMnist images;

  BatteryTraining(BatteryRun run, FashionMnist images) {
    this.run = run;
    this.images = images;
  }

  static Path file(Path folder, BatteryRun run) {
    return folder.resolve(run.id() + ".json");
  }

  String record(Path folder) throws IOException {
    Seed.set(run.seed());
    Module network = run.network().create();
    run.start().applyTo(network);
    run.ailment().spoil(network);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
    var stats = new ActivationStats(module -> module.children().isEmpty());
    var losses = new RecorderCB().loss();
    new TrainLearner(network, loaders(), Losses::crossEntropy, run.lr(), metrics, stats, losses)
        .optimizer(run.stepping().factory)
        .fit(BatteryRun.EPOCHS);
    RecordingJson.write(stats.recording(), file(folder, run));
    double[] loss = requireNonNull(losses.lines().get("loss"));
    return accuracy(metrics.rows())
        + " "
        + Arrays.toString(
            java.util.stream.IntStream.range(0, 16)
                .mapToObj(i -> "%.2f".formatted(loss[i * loss.length / 16]))
                .toArray());
  }

  private static double accuracy(List<MetricsCB.Row> rows) {
    return requireNonNull(rows.get(rows.size() - 1).values().get("accuracy"));
  }

  private DataLoaders loaders() {
    var train = run.ailment().training(images.train().subset(0, BatteryRun.IMAGES));
    return new DataLoaders(
        DataLoader.of(train, run.batchSize()).shuffle(true).transform(run.ailment().input(true)),
        DataLoader.of(images.valid().subset(0, BatteryRun.CHECKS), 1000)
            .transform(run.ailment().input(false)));
  }
}
