package ai.miniai.device;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.BaseShapeInfoProvider;

/**
 * Keeps ND4J's descriptions of shapes, so that arrays of the same shape share one. ND4J 1.0.0-M2.1
 * has such a cache too, but the constructors of its arrays do not use it: for each new array they
 * copy the shape to native memory and back, which takes most of the time of creating a small array.
 *
 * <p>ND4J makes an instance itself, because {@link #install} names this class in ND4J's own
 * setting. For the CPU only.
 */
@API(status = API.Status.INTERNAL)
public final class CachedShapes extends BaseShapeInfoProvider {
  /** ND4J's name for the setting, which a system property overrides. */
  static final String SETTING = "shapeinfoprovider";

  private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";

  /** When there are more, all are forgotten. Arrays that use one keep it. */
  private static final int MOST = 10_000;

  private final ConcurrentMap<Description, Pair<DataBuffer, long[]>> known =
      new ConcurrentHashMap<>();

  /**
   * Makes ND4J use this class from its start on, unless it has been set otherwise, or computes on a
   * GPU, or cannot see this class.
   */
  static void install() {
    String name = CachedShapes.class.getName();
    if (System.getProperty(SETTING) == null
        && !ND4JClassLoading.classPresentOnClasspath(CUDA)
        && ND4JClassLoading.classPresentOnClasspath(name)) {
      System.setProperty(SETTING, name);
    }
  }

  @Override
  public Pair<DataBuffer, long[]> createShapeInformation(
      long[] shape, long[] stride, long ews, char order, DataType type, boolean isEmpty) {
    Description description = Description.of(shape, stride, ews, order, type, isEmpty);
    Pair<DataBuffer, long[]> found = known.get(description);
    if (found == null) {
      found = super.createShapeInformation(shape, stride, ews, order, type, isEmpty);
      remember(description, found);
    }
    return found;
  }

  @Override
  public Pair<DataBuffer, long[]> createShapeInformation(
      long[] shape, long[] stride, long ews, char order, long extras) {
    Description description = Description.of(shape, stride, Math.max(ews, 0), order, null, extras);
    Pair<DataBuffer, long[]> found = known.get(description);
    if (found == null) {
      found = super.createShapeInformation(shape, stride, Math.max(ews, 0), order, extras);
      remember(description, found);
    }
    return found;
  }

  private void remember(Description description, Pair<DataBuffer, long[]> made) {
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(description, made);
  }

  @Override
  public void purgeCache() {
    known.clear();
  }

  /** All that a description is made from; {@code numbers} are rank, shape, stride and the rest. */
  private static final class Description {
    private final @Nullable DataType type;
    private final long[] numbers;
    private final int hash;

    private Description(@Nullable DataType type, long... numbers) {
      this.type = type;
      this.numbers = numbers;
      this.hash = 31 * Arrays.hashCode(numbers) + Objects.hashCode(type);
    }

    static Description of(
        long[] shape, long[] stride, long ews, char order, DataType type, boolean isEmpty) {
      return of(shape, stride, ews, order, type, isEmpty ? 1 : 0);
    }

    static Description of(
        long[] shape, long[] stride, long ews, char order, @Nullable DataType type, long extras) {
      long[] numbers = new long[shape.length + stride.length + 4];
      numbers[0] = shape.length;
      numbers[1] = ews;
      numbers[2] = order;
      numbers[3] = extras;
      System.arraycopy(shape, 0, numbers, 4, shape.length);
      System.arraycopy(stride, 0, numbers, 4 + shape.length, stride.length);
      return new Description(type, numbers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Description that
          && hash == that.hash
          && type == that.type
          && Arrays.equals(numbers, that.numbers);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
