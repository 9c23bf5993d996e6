package ai.miniai.dl4j;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoader;
import ai.miniai.data.transform.Images;
import ai.miniai.data.transform.Transform;
import ai.miniai.device.Device;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Passes our data to DL4J's networks, and uses DL4J's normalisers for our data. To use DL4J's
 * iterators with our learner: {@link DataLoader#of(DataSetIterator)}.
 */
public final class Dl4jData {
  static {
    Device.prepare();
  }

  private Dl4jData() {}

  /**
   * The batches of {@code loader} for {@code network.fit}: the first tensor as features, the second
   * as labels. Class labels [batch] become one-hot [batch, classes].
   *
   * @param classes the number of classes; ignored if the labels are not class labels
   */
  public static DataSetIterator iterator(DataLoader loader, int classes) {
    return new LoaderIterator(loader, classes);
  }

  /**
   * The batches of {@code loader} for {@code graph.fit}: the first {@code inputs} tensors as
   * features, the rest as labels. Class labels [batch] become one-hot [batch, classes].
   *
   * @param classes the number of classes; ignored if the labels are not class labels
   */
  public static MultiDataSetIterator multiIterator(DataLoader loader, int inputs, int classes) {
    return new MultiLoaderIterator(loader, inputs, classes);
  }

  /** A fitted normaliser as a transform of images, which runs on the loader's thread. */
  public static Transform transform(DataNormalization normalizer) {
    return (images, generator) -> {
      INDArray array =
          Nd4j.createFromArray(images.values())
              .reshape(images.size(), images.channels(), images.height(), images.width());
      normalizer.transform(array);
      return new Images(
          array.data().asFloat(),
          images.size(),
          images.channels(),
          images.height(),
          images.width());
    };
  }

  /**
   * A fitted normaliser for inputs of any shape, for {@code BatchTransformCB}. It changes the first
   * tensor, and also the last one if it has been fitted to labels.
   */
  public static UnaryOperator<Batch> batchTransform(DataNormalization normalizer) {
    return batch -> {
      INDArray x = batch.x().array().dup();
      normalizer.transform(x);
      ImmutableList.Builder<Tensor> changed = ImmutableList.builder();
      changed.add(Tensor.wrap(x));
      int last = batch.tensors().size() - 1;
      if (normalizer.isFitLabel() && last > 0) {
        INDArray y = batch.y().array().dup();
        normalizer.transformLabel(y);
        changed.addAll(batch.tensors().subList(1, last)).add(Tensor.wrap(y));
      } else {
        changed.addAll(batch.tensors().subList(1, last + 1));
      }
      return new Batch(changed.build());
    };
  }
}
