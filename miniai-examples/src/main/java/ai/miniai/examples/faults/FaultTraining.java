package ai.miniai.examples.faults;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Predictions;
import ai.miniai.learner.TrainLearner;
import ai.miniai.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Trains a program with the doctor watching. */
final class FaultTraining {
  /** The number of items in a validation batch. */
  private static final int CHECK_BATCH = 250;

  private final FaultProgram program;
  private final FaultData data;

  /**
   * Reads the data.
   *
   * @param folder of the case
   */
  FaultTraining(FaultProgram program, Path folder, Supplier<FashionMnist> images)
      throws IOException {
    this.program = program;
    this.data = FaultData.read(program, folder, images);
  }

  /** Trains from the beginning, with all random numbers from {@code seed}. */
  FaultRun run(long seed) {
    Seed.set(seed);
    DoctorCB doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    Learner learner = learner();
    learner.fit(program.epochs(), doctor);
    Predictions valid = learner.getPreds();
    return new FaultRun(
        doctor.record(), FaultOutcome.of(data, program.loss(), valid.preds(), valid.targets()));
  }

  /** A learner with a new network, whose weights are drawn from the current random numbers. */
  Learner learner() {
    return new TrainLearner(
            FaultNetwork.create(program.network(), data.inputShape()),
            loaders(),
            program.loss(),
            program.optimizer().lr())
        .optimizer(program.optimizer()::create);
  }

  /**
   * The share of wrong classes in validation if the most frequent one is always chosen; empty if
   * the targets are numbers.
   */
  OptionalDouble guessing() {
    return data.validClasses().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(FaultOutcome.rare(data.validClasses()));
  }

  private DataLoaders loaders() {
    return new DataLoaders(
        DataLoader.of(data.train(), program.batchSize()).shuffle(true),
        DataLoader.of(data.valid(), CHECK_BATCH));
  }
}
