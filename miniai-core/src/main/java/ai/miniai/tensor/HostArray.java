package ai.miniai.tensor;

/** placeholder */
public sealed interface HostArray {
  long[] shape();
  record Floats(float[] values, long... shape) implements HostArray {}
  record Longs(long[] values, long... shape) implements HostArray {}
}
