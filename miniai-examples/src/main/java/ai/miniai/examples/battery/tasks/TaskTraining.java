package ai.miniai.examples.battery.tasks;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Trial;
import ai.miniai.learner.Learner;
import ai.miniai.random.Seed;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Trains a run, and stores its record and its quality.
 *
 * @param images asked for only if the task is about images
 */
public record TaskTraining(TaskRun run, Supplier<FashionMnist> images) implements Trial {
  @Override
  public String id() {
    return run.id();
  }

  @Override
  public Part part() {
    return run.part();
  }

  /** The result is the {@link Quality}, from 0 to 1. */
  @Override
  public double train(BatteryStore store) throws IOException {
    Seed.set(run.seed());
    Plan plan = run.task().plan(images);
    run.fault().applyTo(plan);
    DoctorCB doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    Learner learner = plan.learner(plan.create(), doctor);
    learner.fit(plan.epochs);
    double quality = plan.quality(learner);
    store.put(id(), doctor.record(), quality);
    return quality;
  }
}
