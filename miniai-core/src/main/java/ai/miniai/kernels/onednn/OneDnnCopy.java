package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import ai.miniai.array.Layout;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies float32 arrays to another order in memory, or from or to a part of a larger array. */
final class OneDnnCopy {
  /** With fewer values, ND4J's copy is as fast. */
  private static final long LEAST_VALUES = 1 << 12;

  private static final int MOST_DIMENSIONS = 12;
  private static final ImmutableLongArray ONE = ImmutableLongArray.of(1);

  /**
   * The dimensions, from the slowest in the result's memory to the fastest, and how far apart their
   * elements are. Dimensions that are neighbours in both memories are one.
   */
  record Shape(ImmutableLongArray sizes, ImmutableLongArray from, ImmutableLongArray to) {
    static Shape of(INDArray x, INDArray out) {
      int[] order = Arrays.stream(Layout.memoryOrder(out)).filter(d -> out.size(d) > 1).toArray();
      if (order.length == 0) {
        return new Shape(ONE, ONE, ONE);
      }
      long[] sizes = new long[order.length];
      long[] from = new long[order.length];
      long[] to = new long[order.length];
      int count = 0;
      for (int d : order) {
        long size = out.size(d);
        boolean neighbour =
            count > 0
                && from[count - 1] == size * x.stride(d)
                && to[count - 1] == size * out.stride(d);
        int at = neighbour ? count - 1 : count++;
        sizes[at] = neighbour ? sizes[at] * size : size;
        from[at] = x.stride(d);
        to[at] = out.stride(d);
      }
      return new Shape(first(sizes, count), first(from, count), first(to, count));
    }

    private static ImmutableLongArray first(long[] values, int count) {
      return ImmutableLongArray.copyOf(values).subArray(0, count);
    }
  }

  private final Part[] parts;

  OneDnnCopy(Shape shape) {
    long outer = shape.sizes.get(0);
    long values = shape.sizes.stream().reduce(1, (a, b) -> a * b);
    parts = new Part[OneDnn.parts(outer, values)];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            long first = outer * i / parts.length;
            parts[i] = new Part(shape, first, outer * (i + 1) / parts.length - first);
          }
        });
  }

  static boolean isFaster(INDArray x, INDArray out) {
    return x.length() >= LEAST_VALUES
        && x.rank() <= MOST_DIMENSIONS
        && x.dataType() == DataType.FLOAT
        && out.dataType() == DataType.FLOAT;
  }

  void run(INDArray x, INDArray out) {
    OneDnn.share(parts.length, i -> parts[i].run(x, out), x, out);
  }

  /** The part that one thread copies: a range of the outermost dimension. */
  private static final class Part {
    private final long skippedFrom;
    private final long skippedTo;
    private final memory from;
    private final memory to;
    private final OneDnnPrimitive copy;

    Part(Shape shape, long first, long count) {
      skippedFrom = first * shape.from.get(0);
      skippedTo = first * shape.to.get(0);
      long[] sizes = shape.sizes.toArray();
      sizes[0] = count;
      from = OneDnn.unplaced(describe(sizes, shape.from));
      to = OneDnn.unplaced(describe(sizes, shape.to));
      var plan = new reorder.primitive_desc(from, to, OneDnn.attributes(), false);
      int[] roles = {DNNL_ARG_FROM, DNNL_ARG_TO};
      copy = new OneDnnPrimitive("copy", plan, new reorder(plan), roles, from, to);
    }

    private static memory.desc describe(long[] sizes, ImmutableLongArray steps) {
      return new memory.desc(sizes, memory.data_type.f32, steps.toArray());
    }

    void run(INDArray x, INDArray out) {
      OneDnn.place(from, x, skippedFrom);
      OneDnn.place(to, out, skippedTo);
      copy.run();
    }
  }
}
