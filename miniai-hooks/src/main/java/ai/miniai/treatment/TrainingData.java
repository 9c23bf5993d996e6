package ai.miniai.treatment;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Training;
import ai.miniai.data.Batch;
import ai.miniai.data.Batches;
import ai.miniai.learner.RandomState;
import ai.miniai.tensor.MemoryScope;
import java.util.function.Consumer;

/** Reads training data before a fit, which then gets the same random numbers as without. */
final class TrainingData {
  private TrainingData() {}

  /** Shows all training batches of {@code learn}. */
  static void read(Training learn, Consumer<? super Batch> reader) {
    RandomState before = RandomState.take(learn.dls());
    try (Batches batches = learn.dls().train().iterate()) {
      while (batches.hasNext()) {
        try (MemoryScope scope = MemoryScope.open()) {
          reader.accept(batches.next());
        }
      }
    } finally {
      before.restore(learn.dls());
    }
  }

  /** The number of tensors of a batch that are inputs. */
  static int inputs(Training learn) {
    return learn.has(Attribute.INPUTS) ? learn.get(Attribute.INPUTS) : 1;
  }
}
