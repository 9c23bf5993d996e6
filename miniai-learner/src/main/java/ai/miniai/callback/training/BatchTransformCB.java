package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.data.Batch;
import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Transform;
import ai.miniai.tensor.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Changes each batch before the model sees it, while training, while evaluating, or both.
 *
 * <p>What a function draws from {@link Seed#generator} or ND4J's generator is drawn again alike
 * when {@code CheckpointCB} takes up a fit; a generator of the function's own is not saved.
 */
public final class BatchTransformCB extends Callback {
  private final UnaryOperator<Batch> function;
  private final boolean onTrain;
  private final boolean onValid;

  /** Changes every batch with {@code function}, which also makes of tensors what it wants. */
  public BatchTransformCB(UnaryOperator<Batch> function) {
    this(function, true, true);
  }

  /**
   * Changes batches with {@code function}.
   *
   * @param onTrain whether batches are changed while training
   * @param onValid whether batches are changed while evaluating
   */
  public BatchTransformCB(UnaryOperator<Batch> function, boolean onTrain, boolean onValid) {
    this.function = function;
    this.onTrain = onTrain;
    this.onValid = onValid;
  }

  /**
   * Changes the images of every batch, see {@link #BatchTransformCB(Transform, boolean, boolean)}.
   */
  public BatchTransformCB(Transform transform) {
    this(transform, true, true);
  }

  /**
   * Changes the first tensor of batches, images [batch, channels, height, width], with random
   * numbers from {@link Seed#generator}. For this the images are read from the device, which takes
   * some milliseconds in each step (2 and more for 1,024 images of 28 × 28): {@code
   * DatasetLoader.transform} does the same work on another thread, before they leave the heap.
   *
   * @param onTrain whether batches are changed while training
   * @param onValid whether batches are changed while evaluating
   */
  public BatchTransformCB(Transform transform, boolean onTrain, boolean onValid) {
    this((Batch batch) -> transformed(transform, batch), onTrain, onValid);
  }

  private static Batch transformed(Transform transform, Batch batch) {
    Tensor x = transform.apply(Images.of(batch.x()), Seed.generator()).toTensor();
    List<Tensor> rest = batch.tensors().subList(1, batch.tensors().size());
    return new Batch(ImmutableList.<Tensor>builder().add(x).addAll(rest).build());
  }

  @Override
  public void beforeBatch() {
    if (training() ? onTrain : onValid) {
      learn().batch(function.apply(batch()));
    }
  }
}
