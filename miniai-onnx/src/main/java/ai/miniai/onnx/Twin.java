package ai.miniai.onnx;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/** A tensor as it was in both runs. */
record Twin(Tensor small, Tensor large) {
  int rank() {
    return small.rank();
  }

  DataType type() {
    return small.dataType();
  }

  Size size(int dim) {
    return Size.of(small.size(dim), large.size(dim));
  }

  /** The size of {@code dim}, which does not depend on the batch. */
  long fixed(int dim) {
    Size size = size(dim);
    if (size.ofBatch()) {
      throw new Untranslatable("wants to know the size of the batch (dimension " + dim + ")");
    }
    return size.number();
  }

  List<Size> shape() {
    return IntStream.range(0, rank()).mapToObj(this::size).toList();
  }
}
