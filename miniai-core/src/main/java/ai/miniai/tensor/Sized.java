package ai.miniai.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/** What all functions ask of a {@link Tensor}. */
interface Sized {
  long[] shape();

  int rank();

  long size(int dim);

  long length();

  DataType dataType();
}
