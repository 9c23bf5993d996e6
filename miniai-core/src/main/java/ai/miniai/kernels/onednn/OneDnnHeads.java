package ai.miniai.kernels.onednn;

import ai.miniai.array.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The heads of attention: one matrix [length, width] for each head of each item.
 *
 * @param array [batch, heads, length, width], where the values of a row are neighbours in memory
 */
record OneDnnHeads(INDArray array) {
  /** Those in {@code array}, which is copied if the values of its rows are no neighbours. */
  static OneDnnHeads of(INDArray array) {
    boolean neighbours = array.size(3) == 1 || array.stride(3) == 1;
    boolean apart = array.size(2) == 1 || array.stride(2) >= array.size(3);
    return new OneDnnHeads(neighbours && apart ? array : array.dup('c'));
  }

  /** New ones with undefined contents, in memory as [batch, length, heads, width]. */
  static OneDnnHeads empty(long batch, long heads, long length, long width) {
    return new OneDnnHeads(
        Layout.empty(DataType.FLOAT, batch, length, heads, width).permute(0, 2, 1, 3));
  }

  long length() {
    return array.size(2);
  }

  long width() {
    return array.size(3);
  }

  /** The matrix of one head: 0 to batch · heads − 1. */
  OneDnnMatrix matrix(long index) {
    long heads = array.size(1);
    long skipped = index / heads * array.stride(0) + index % heads * array.stride(1);
    return OneDnnMatrix.of(array, skipped, length() == 1 ? width() : array.stride(2));
  }
}
