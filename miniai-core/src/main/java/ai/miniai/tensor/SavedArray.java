package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Shapes;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array that an operation saved for its backward pass, and the version of its values at that
 * time.
 */
final class SavedArray {
  private final INDArray array;
  private final @Nullable Storage storage;
  private final int version;
  private boolean isChecked;

  /**
   * {@code storage} is the storage of the tensor that the array belongs to, or null if nothing else
   * uses the array.
   */
  SavedArray(INDArray array, @Nullable Storage storage) {
    this.array = array;
    this.storage = storage;
    this.version = storage == null ? 0 : storage.save();
  }

  /** The array, for its shape and layout only. */
  INDArray unread() {
    return array;
  }

  /** The array. Fails if its values have changed since it was saved. */
  INDArray read(String operation) {
    if (storage != null && !isChecked) {
      checkState(
          storage.isLive(),
          "%s: an array %s that the backward pass needs %s",
          operation,
          Shapes.lazily(() -> Shapes.text(array)),
          Shapes.lazily(storage::end));
      int now = storage.version();
      checkState(
          now == version,
          "%s: an array %s that the backward pass needs was changed in place after the forward"
              + " pass (it is at version %s, expected %s), so the gradient would be wrong: go"
              + " backward before you change it, or change a copy (detach())",
          operation,
          Shapes.lazily(() -> Shapes.text(array)),
          now,
          version);
      isChecked = true;
    }
    return array;
  }
}
