package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Converts weights [out, in, kh, kw] or [groups, out, in, kh, kw] between the row-major layout of
 * arrays and the layout that a primitive prefers. A conversion takes microseconds.
 */
final class OneDnnWeights {
  private final memory plain;
  private final memory best;
  private final @Nullable OneDnnPrimitive toBest;

  private OneDnnWeights(memory plain, memory best, @Nullable OneDnnPrimitive toBest) {
    this.plain = plain;
    this.best = best;
    this.toBest = toBest;
  }

  /** For weights of the given shape that a primitive needs in the given layout. */
  static OneDnnWeights wanted(memory.desc order, long... shape) {
    memory plain = OneDnn.unplaced(rowMajor(shape));
    if (order.equals(plain.get_desc())) {
      return new OneDnnWeights(plain, plain, null);
    }
    memory best = OneDnn.own(order);
    return new OneDnnWeights(plain, best, reorder(plain, best));
  }

  private static memory.desc rowMajor(long... shape) {
    return OneDnn.describe(
        shape.length == 4 ? memory.format_tag.oihw : memory.format_tag.goihw, shape);
  }

  /** Converts the values of {@code weight} to the layout of the primitive. */
  void set(INDArray weight) {
    OneDnn.place(plain, weight);
    if (toBest != null) {
      OneDnn.share(1, one -> toBest.run(), weight);
    }
  }

  /** The weights in the layout of the primitive. */
  memory ready() {
    return best;
  }

  /** Copies weights of a given shape from another layout to a row-major array. */
  static final class Unpacking {
    private final memory packed;
    private final memory plain;
    private final OneDnnPrimitive toPlain;

    Unpacking(memory.desc order, long... shape) {
      packed = OneDnn.unplaced(order);
      plain = OneDnn.unplaced(rowMajor(shape));
      toPlain = reorder(packed, plain);
    }

    void run(Pointer from, INDArray to) {
      packed.set_data_handle(from);
      OneDnn.place(plain, to);
      OneDnn.share(1, one -> toPlain.run(), to);
    }
  }

  /** Single-threaded, because waking up another thread would take longer than the conversion. */
  private static OneDnnPrimitive reorder(memory from, memory to) {
    return OneDnn.alone(
        () -> {
          var plan = new reorder.primitive_desc(from, to, OneDnn.attributes(), false);
          int[] roles = {DNNL_ARG_FROM, DNNL_ARG_TO};
          return new OneDnnPrimitive("reorder", plan, new reorder(plan), roles, from, to);
        });
  }
}
