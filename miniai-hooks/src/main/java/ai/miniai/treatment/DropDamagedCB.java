package ai.miniai.treatment;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelBatchException;
import ai.miniai.data.Batch;
import ai.miniai.tensor.Tensor;
import java.util.stream.LongStream;

/**
 * Leaves out the items of each batch that contain NaN or an infinity, in inputs or targets; a batch
 * of which nothing is left is skipped.
 */
final class DropDamagedCB extends Callback {
  /** Before anything is computed from the batch. */
  @Override
  public int order() {
    return -10;
  }

  @Override
  public void beforeBatch() {
    int items = batch().size();
    double[] damage = new double[items];
    for (Tensor one : batch().tensors()) {
      if (one.dataType().isFPType()) {
        double[] zeros = one.reshape(items, -1).times(0).sum(1).toDoubles(); // NaN if damaged
        for (int i = 0; i < items; i++) {
          damage[i] += zeros[i];
        }
      }
    }
    long[] whole = LongStream.range(0, items).filter(i -> damage[(int) i] == 0).toArray();
    if (whole.length == 0) {
      throw CancelBatchException.silent();
    }
    if (whole.length < items) {
      Tensor index = Tensor.of(whole);
      learn()
          .batch(
              new Batch(batch().tensors().stream().map(one -> one.indexSelect(0, index)).toList()));
    }
  }
}
