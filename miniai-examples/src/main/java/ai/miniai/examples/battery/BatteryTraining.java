package ai.miniai.examples.battery;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Trial;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.random.Seed;
import java.io.IOException;

/** Trains a run of the battery, and stores its record. */
final class BatteryTraining implements Trial {
  private static final String ACCURACY = "accuracy";
  private static final int CHECK_BATCH = 1000;

  private final BatteryRun run;
  private final FashionMnist images;

  BatteryTraining(BatteryRun run, FashionMnist images) {
    this.run = run;
    this.images = images;
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  public Part part() {
    return run.part();
  }

  /** The result is the final accuracy. */
  @Override
  public double train(BatteryStore store) throws IOException {
    var metrics = new MetricsCB(ACCURACY, new MulticlassAccuracy()).log(row -> {});
    var doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    Seed.set(run.seed());
    Module network = run.network().create();
    run.start().applyTo(network);
    run.ailment().spoil(network);
    new TrainLearner(network, loaders(), Losses::crossEntropy, run.lr(), metrics, doctor)
        .optimizer(run.stepping().factory)
        .fit(BatteryRun.EPOCHS);
    double accuracy = metrics.last(ACCURACY);
    store.put(id(), doctor.record(), accuracy);
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
