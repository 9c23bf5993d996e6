package ai.miniai.device;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.base.Splitter;
import java.util.Comparator;
import java.util.List;

/**
 * The compute capability of a CUDA GPU. ND4J 1.0.0-M2.1 contains machine code for 3.7, 5.0, 5.2,
 * 6.0, 6.1, 7.0, 7.5, 8.0 and 8.6. Each of these also runs on later GPUs with the same major
 * version. ND4J contains no PTX code that the driver could compile for newer major versions.
 *
 * @param major the number before the point
 * @param minor the number after the point
 */
record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
  private static final ComputeCapability OLDEST = new ComputeCapability(3, 7);
  private static final ComputeCapability NEWEST = new ComputeCapability(8, 9);

  /** From a text such as "8.6". */
  static ComputeCapability of(String text) {
    List<String> parts = Splitter.on('.').splitToList(text);
    return new ComputeCapability(Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)));
  }

  /** Whether ND4J has code for GPUs of this compute capability. */
  boolean isSupported() {
    return compareTo(OLDEST) >= 0 && compareTo(NEWEST) <= 0;
  }

  void checkSupported() {
    checkState(
        isSupported(),
        "this card has compute capability %s, but ND4J 1.0.0-M2.1's CUDA backend has code for %s"
            + " to %s; run on the CPU (--device cpu)",
        this,
        OLDEST,
        NEWEST);
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return Comparator.comparingInt(ComputeCapability::major)
        .thenComparingInt(ComputeCapability::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
