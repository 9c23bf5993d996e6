package ai.miniai.examples.battery;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.MetricsCB;
import ai.miniai.callback.MulticlassAccuracy;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.FashionMnist;
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
    List<String> told = new java.util.ArrayList<>();
    int[] batch = {0};
    var doctor = new ai.miniai.doctor.DoctorCB();
    doctor.onFinding(
        f ->
            told.add(
                f.severity()
                    + ":"
                    + f.pattern()
                    + "@"
                    + doctor.record().losses().training().length()
                    + ":"
                    + f.path()
                    + ":"
                    + f.evidence()));
    new TrainLearner(network, loaders(), Losses::crossEntropy, run.lr(), metrics, doctor)
        .optimizer(run.stepping().factory)
        .fit(BatteryRun.EPOCHS);
    double[] loss = doctor.record().losses().training().toArray();
    java.nio.file.Files.writeString(file(folder, run), "");
    StringBuilder ratios = new StringBuilder();
    doctor
        .record()
        .updateRatios()
        .forEach(
            (name, r) -> {
              if (name.endsWith("weight")) {
                ratios.append(
                    " %s %.1e %.1e %.1e"
                        .formatted(name, r.get(5), r.get(r.length() / 3), r.get(r.length() - 2)));
              }
            });
    return accuracy(metrics.rows())
        + "|"
        + run.network()
        + "|"
        + run.isHeldOut()
        + "|"
        + Arrays.toString(
            java.util.stream.IntStream.range(0, 32)
                .mapToObj(i -> "%.2f".formatted(loss[i * loss.length / 32]))
                .toArray())
        + "|"
        + ratios
        + "|"
        + String.join(";", told);
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
