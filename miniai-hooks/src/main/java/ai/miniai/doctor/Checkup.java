package ai.miniai.doctor;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.learner.Learner;
import com.google.common.collect.ImmutableList;

/** Trains a few batches on trial, after which everything is as before. */
final class Checkup {
  /** The number of batches. */
  static final int BATCHES = 10;

  private Checkup() {}

  /** Ends a fit after some batches. */
  private static final class StopCB extends Callback {
    private int batches;

    @Override
    public void cleanupBatch() {
      batches++;
      if (batches >= BATCHES) {
        throw new CancelFitException("the checkup is over");
      }
    }
  }

  static Diagnosis of(Learner learner) {
    DoctorCB doctor = new DoctorCB().onDiagnosis(diagnosis -> {});
    learner.tryOut(
        () -> learner.fit(1, true, false, ImmutableList.of(doctor, new StopCB()), learner.lr()));
    return doctor.diagnosis();
  }
}
