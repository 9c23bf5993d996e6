package ai.miniai.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/** The properties of a {@link Tensor} that all function interfaces use. */
interface Sized {
  long[] shape();

  int rank();

  long size(int dim);

  long length();

  DataType dataType();
}
