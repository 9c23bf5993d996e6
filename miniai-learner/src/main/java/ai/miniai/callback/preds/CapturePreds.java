package ai.miniai.callback.preds;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.learner.Learner;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ObjectArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the predictions and targets of a pass through the data, and optionally the inputs. For
 * those of the validation data use {@link #capturePreds}.
 */
public final class CapturePreds extends Callback {
  private final boolean withInputs;
  private final List<Tensor> preds = new ArrayList<>();
  private final List<Tensor> targets = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();

  /** Keeps predictions and targets. */
  public CapturePreds() {
    this(false);
  }

  /**
   * Keeps predictions, targets and optionally inputs.
   *
   * @param inputs whether to keep the first tensor of each batch, as the model got it
   */
  public CapturePreds(boolean inputs) {
    this.withInputs = inputs;
  }

  /**
   * The predictions of {@code learner} for its validation data. Nothing is trained; optimizer and
   * mode are restored. The learner's callbacks run, except recorders and the like ({@link
   * Callback#inTryOut}).
   *
   * @param extra more callbacks for this pass, such as {@link BatchTransformCB} or {@code
   *     MetricsCB}
   * @throws IllegalStateException if no batch was predicted
   */
  public static Predictions capturePreds(Learner learner, Callback... extra) {
    return capturePreds(learner, false, extra);
  }

  /**
   * As {@link #capturePreds(Learner, Callback...)}, optionally with the inputs: fastai's {@code
   * with_input}.
   *
   * @param inputs whether to keep the first tensor of each batch, as the model got it
   */
  public static Predictions capturePreds(Learner learner, boolean inputs, Callback... extra) {
    CapturePreds capture = new CapturePreds(inputs);
    List<Callback> all = List.of(ObjectArrays.concat(extra, capture));
    learner.tryOut(() -> learner.fit(1, false, true, all, 1));
    return capture.predictions();
  }

  /**
   * Test-time augmentation: the mean of the predictions for the validation images and for their
   * horizontal flips. Often better for a model that was trained with random flips.
   *
   * @throws IllegalStateException if no batch was predicted, or the two passes differ in order
   */
  public static Predictions tta(Learner learner, Callback... extra) {
    Callback flip = new BatchTransformCB(new RandomHorizontalFlip(1));
    Predictions plain = capturePreds(learner, extra);
    Predictions flipped = capturePreds(learner, ObjectArrays.concat(extra, flip));
    checkState(
        Arrays.equals(plain.targets().toDoubles(), flipped.targets().toDoubles()),
        "the validation data come in another order in each pass, so that predictions do not belong"
            + " together: use a loader that does not shuffle");
    return MemoryScope.outside(
        () ->
            new Predictions(
                plain.preds().plus(flipped.preds()).div(2), plain.targets(), Optional.empty()));
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeEpoch() {
    preds.clear();
    targets.clear();
    inputs.clear();
  }

  @Override
  public void afterBatch() {
    preds.add(learn().preds().detach());
    targets.add(batch().y().detach());
    if (withInputs) {
      inputs.add(batch().x().detach());
    }
  }

  /**
   * The predictions, targets and perhaps inputs of the last pass, training or validation.
   *
   * @throws IllegalStateException if it had no batches
   */
  public Predictions predictions() {
    checkState(!preds.isEmpty(), "no predictions were captured: the pass had no batches");
    return MemoryScope.outside(
        () ->
            new Predictions(
                concat(preds),
                concat(targets),
                withInputs ? Optional.of(concat(inputs)) : Optional.empty()));
  }

  private static Tensor concat(List<Tensor> parts) {
    return Tensor.concat(0, parts.toArray(new Tensor[0]));
  }
}
