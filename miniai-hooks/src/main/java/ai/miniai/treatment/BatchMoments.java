package ai.miniai.treatment;

import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The moments of several tensors in each batch, by their index; integers have none. */
final class BatchMoments {
  private final IntUnaryOperator features;
  private final List<FeatureMoments> moments = new ArrayList<>();

  /** {@code features}: the dimension of the features for a rank; −1 for a single feature. */
  BatchMoments(IntUnaryOperator features) {
    this.features = features;
  }

  boolean areKnown() {
    return !moments.isEmpty();
  }

  /** Adds the tensors of a batch. */
  void add(List<Tensor> tensors) {
    for (int i = 0; i < tensors.size(); i++) {
      if (i == moments.size()) {
        moments.add(new FeatureMoments(features.applyAsInt(tensors.get(i).rank())));
      }
      if (tensors.get(i).dataType().isFPType()) {
        moments.get(i).add(tensors.get(i));
      }
    }
  }

  /** The tensors with mean 0 and deviation 1; integers and those that are unknown as they are. */
  List<Tensor> standardize(List<Tensor> tensors) {
    List<Tensor> changed = new ArrayList<>(tensors);
    for (int i = 0; i < Math.min(moments.size(), tensors.size()); i++) {
      if (tensors.get(i).dataType().isFPType()) {
        changed.set(i, moments.get(i).standardize(tensors.get(i)));
      }
    }
    return changed;
  }

  /** The inverse for the tensor at {@code index}. */
  Tensor restore(int index, Tensor standardized) {
    return moments.get(index).restore(standardized);
  }
}
