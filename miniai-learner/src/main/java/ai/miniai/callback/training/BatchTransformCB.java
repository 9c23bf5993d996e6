package ai.miniai.callback.training;

import ai.miniai.callback.Callback;
import ai.miniai.callback.During;
import ai.miniai.data.Batch;
import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Transform;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Transforms each batch before the model gets it, in training, validation or both.
 *
 * <p>A function should take its random numbers from {@link Seed#generator} or from ND4J: {@code
 * CheckpointCB} saves and restores these two. It does not save other generators.
 */
public final class BatchTransformCB extends Callback {
  private final UnaryOperator<Batch> function;
  private final During during;

  /** Transforms all batches with {@code function}. */
  public BatchTransformCB(UnaryOperator<Batch> function) {
    this(function, During.BOTH);
  }

  /**
   * Transforms batches with {@code function}.
   *
   * @param during which batches it acts on
   */
  public BatchTransformCB(UnaryOperator<Batch> function, During during) {
    this.function = function;
    this.during = during;
  }

  /** Transforms the images of all batches, see {@link #BatchTransformCB(Transform, During)}. */
  public BatchTransformCB(Transform transform) {
    this(transform, During.BOTH);
  }

  /**
   * Transforms the first tensor of each batch, images [batch, channels, height, width], with random
   * numbers from {@link Seed#generator}. This copies the images from the device to the heap and
   * takes at least 2 ms for 1,024 images of 28 × 28. {@code DatasetLoader.transform} is faster: it
   * runs on another thread, before the images are copied to the device.
   *
   * @param during which batches it acts on
   */
  public BatchTransformCB(Transform transform, During during) {
    this((Batch batch) -> transformed(transform, batch), during);
  }

  private static Batch transformed(Transform transform, Batch batch) {
    Tensor x = transform.apply(Images.of(batch.x()), Seed.generator()).toTensor();
    List<Tensor> rest = batch.tensors().subList(1, batch.tensors().size());
    return new Batch(ImmutableList.<Tensor>builder().add(x).addAll(rest).build());
  }

  @Override
  public void beforeBatch() {
    if (during.includes(training())) {
      learn().batch(function.apply(batch()));
    }
  }
}
