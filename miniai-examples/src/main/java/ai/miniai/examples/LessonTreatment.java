package ai.miniai.examples;

import ai.miniai.doctor.Remedy.Action;
import ai.miniai.learner.Learner;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import ai.miniai.treatment.Prescription;
import ai.miniai.treatment.Treatment;
import ai.miniai.treatment.TreatmentResult;
import java.util.function.BiFunction;

/**
 * Trains a network of the lesson as it is, and if that goes wrong, with the doctor's remedies. It
 * builds networks with batch normalisation and Kaiming's weights where these are wanted.
 */
final class LessonTreatment {
  private final ModelName model;
  private final BiFunction<Module, Prescription, Learner> learners;

  /** {@code learners}: makes a learner for a network, and is told what is changed. */
  LessonTreatment(ModelName model, BiFunction<Module, Prescription, Learner> learners) {
    this.model = model;
    this.learners = learners;
  }

  TreatmentResult heal(int epochs) {
    var treatment = new Treatment(changes -> learners.apply(network(changes), changes), epochs);
    return (hasNormalized()
            ? treatment.leavingToBuilder(Action.INITIALISE, Action.ADD_NORMALISATION)
            : treatment.leavingToBuilder(Action.INITIALISE))
        .heal();
  }

  private boolean hasNormalized() {
    return model.normalized() != model;
  }

  private Module network(Prescription changes) {
    boolean normal = changes.has(Action.ADD_NORMALISATION);
    Module network = (normal ? model.normalized() : model).create();
    if (changes.has(Action.INITIALISE)) {
      Initialization.kaimingNormal(network);
    }
    return network;
  }
}
