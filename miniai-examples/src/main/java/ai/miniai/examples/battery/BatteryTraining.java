package ai.miniai.examples.battery;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.random.Seed;
import ai.miniai.recording.RecordingJson;
import java.io.IOException;
import java.util.List;

/** Trains a run of the battery, and stores its record. */
final class BatteryTraining {
  private static final String ACCURACY = "accuracy";
  private static final int CHECK_BATCH = 1000;

  private final BatteryRun run;
  private final FashionMnist images;
  private final MetricsCB metrics = new MetricsCB(ACCURACY, new MulticlassAccuracy());
  private final DoctorCB doctor = new DoctorCB();

  BatteryTraining(BatteryRun run, FashionMnist images) {
    this.run = run;
    this.images = images;
    metrics.log(row -> {});
    doctor.onDiagnosis(diagnosis -> {});
  }

  /** Trains, stores the record in {@code store}, and returns the final accuracy. */
  double record(BatteryStore store) throws IOException {
    Seed.set(run.seed());
    Module network = run.network().create();
    run.start().applyTo(network);
    run.ailment().spoil(network);
    new TrainLearner(network, loaders(), Losses::crossEntropy, run.lr(), metrics, doctor)
        .optimizer(run.stepping().factory)
        .fit(BatteryRun.EPOCHS);
    List<MetricsCB.Row> rows = metrics.rows();
    double accuracy = requireNonNull(rows.get(rows.size() - 1).values().get(ACCURACY));
    RecordingJson.write(doctor.record(), store.file(run));
    store.label(run, accuracy);
    return accuracy;
  }

  private DataLoaders loaders() {
    Dataset train = run.ailment().training(images.train().subset(0, BatteryRun.IMAGES));
    Dataset valid = images.valid().subset(0, BatteryRun.CHECKS);
    return new DataLoaders(
        DataLoader.of(train, run.batchSize()).shuffle(true).transform(run.ailment().input(true)),
        DataLoader.of(valid, CHECK_BATCH).transform(run.ailment().input(false)));
  }
}
