package ai.miniai.doctor;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.learner.Learner;
import ai.miniai.learner.RandomState;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.Map;

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
    RandomState chance = RandomState.take(learner.dls());
    Map<String, Tensor> weights = learner.model().stateDict();
    try {
      learner.tryOut(
          () -> learner.fit(1, true, false, ImmutableList.of(doctor, new StopCB()), learner.lr()));
    } finally {
      learner.model().loadStateDict(weights);
      chance.restore(learner.dls());
    }
    return doctor.diagnosis();
  }
}
