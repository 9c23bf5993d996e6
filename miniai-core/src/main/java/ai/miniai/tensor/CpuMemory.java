package ai.miniai.tensor;

import java.lang.ref.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies between the Java heap and arrays that lie where the processor can reach them: whole
 * blocks, without ND4J's loop over single values.
 */
final class CpuMemory {
  private CpuMemory() {}

  /** The values of a contiguous FLOAT or DOUBLE array, widened. */
  static double[] read(INDArray x) {
    int from = Math.toIntExact(x.offset());
    double[] values = new double[Math.toIntExact(x.length())];
    if (x.dataType() == DataType.DOUBLE) {
      x.data().asNioDouble().get(from, values);
    } else {
      float[] floats = new float[values.length];
      x.data().asNioFloat().get(from, floats);
      for (int i = 0; i < floats.length; i++) {
        values[i] = floats[i];
      }
    }
    Reference.reachabilityFence(x); // the buffers above do not keep its memory
    return values;
  }

  /** Writes {@code values} to a contiguous FLOAT or DOUBLE array. */
  static void write(double[] values, INDArray x) {
    int from = Math.toIntExact(x.offset());
    if (x.dataType() == DataType.DOUBLE) {
      x.data().asNioDouble().put(from, values);
    } else {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      x.data().asNioFloat().put(from, floats);
    }
    Reference.reachabilityFence(x);
  }

  /** Writes {@code values} to a contiguous FLOAT array. */
  static void write(float[] values, INDArray x) {
    x.data().asNioFloat().put(Math.toIntExact(x.offset()), values);
    Reference.reachabilityFence(x);
  }
}
