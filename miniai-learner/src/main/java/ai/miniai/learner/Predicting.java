package ai.miniai.learner;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ObjectArrays;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Predicts with a learner: a validation pass whose predictions are kept. */
final class Predicting {
  /** Mirrors the images of each batch. */
  private static final class Flip extends Callback {
    @Override
    public void beforeBatch() {
      Tensor images = batch().x();
      checkArgument(
          images.rank() == 4,
          "test-time augmentation flips images [batch, channels, height, width], not %s",
          Arrays.toString(images.shape()));
      List<Tensor> rest = batch().tensors().subList(1, batch().tensors().size());
      learn()
          .batch(
              new Batch(ImmutableList.<Tensor>builder().add(images.flip(3)).addAll(rest).build()));
    }
  }

  private Predicting() {}

  static Predictions predictions(
      Learner learner, DataLoader data, boolean withInput, Callback... extra) {
    CapturePreds capture = new CapturePreds(withInput);
    List<Callback> all = ImmutableList.copyOf(ObjectArrays.concat(extra, capture));
    learner.withData(
        new DataLoaders(learner.dls().train(), data),
        () -> learner.tryOut(() -> learner.fit(1, false, true, all, 1)));
    return capture.predictions();
  }

  static Outputs outputs(Learner learner, Tensor... inputs) {
    return predictions(learner, new OneBatch(new Batch(List.of(inputs))), false).outputs();
  }

  static Predictions withFlips(Learner learner, DataLoader data, Callback... extra) {
    Predictions plain = predictions(learner, data, false, extra);
    Predictions flipped = predictions(learner, data, false, ObjectArrays.concat(extra, new Flip()));
    checkState(
        sameValues(plain.allTargets(), flipped.allTargets()),
        "the data come in another order in each pass, so that predictions do not belong together:"
            + " use a loader that does not shuffle");
    return MemoryScope.outside(
        () ->
            new Predictions(
                plain.outputs().map((name, one) -> one.plus(flipped.outputs().get(name)).div(2)),
                plain.allTargets(),
                Optional.empty()));
  }

  private static boolean sameValues(List<Tensor> some, List<Tensor> others) {
    for (int i = 0; i < some.size(); i++) {
      if (!Arrays.equals(some.get(i).toDoubles(), others.get(i).toDoubles())) {
        return false;
      }
    }
    return true;
  }
}
