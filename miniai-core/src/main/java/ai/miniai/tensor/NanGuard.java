package ai.miniai.tensor;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Knows of the last results whether they can hold NaN, without a look at each: what is computed
 * from finite numbers has none, unless it overflows. Looks at what came from elsewhere.
 */
final class NanGuard {
  private WeakReference<DataBuffer> harmless = new WeakReference<>(null);
  private WeakReference<DataBuffer> product = new WeakReference<>(null);
  private List<WeakReference<INDArray>> unknown = List.of();

  /** Whether all are free of NaN and of what makes NaN. */
  boolean areHarmless(@Nullable INDArray... arrays) {
    return Arrays.stream(arrays).allMatch(x -> x == null || isKnown(x) || Finiteness.of(x));
  }

  private boolean isKnown(INDArray x) {
    return x.data() == harmless.get();
  }

  /** Takes note that {@code result} was computed from harmless numbers. */
  void know(INDArray result) {
    harmless = new WeakReference<>(result.data());
  }

  /** Takes note of what {@code result} is a sum of products of. */
  void remember(INDArray result, @Nullable INDArray... factors) {
    product = new WeakReference<>(result.data());
    unknown =
        Arrays.stream(factors)
            .filter(x -> x != null && !isKnown(x))
            .map(WeakReference::new)
            .toList();
  }

  /** Whether {@code x} is the last such result, of harmless factors, as far as can be told. */
  boolean isHarmlessProduct(INDArray x) {
    if (x.data() != product.get()) {
      return false;
    }
    for (WeakReference<INDArray> reference : unknown) {
      INDArray factor = reference.get();
      if (factor == null || !Finiteness.of(factor)) {
        return false;
      }
    }
    return true;
  }
}
