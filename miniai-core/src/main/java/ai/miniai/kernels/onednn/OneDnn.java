package ai.miniai.kernels.onednn;

import ai.miniai.array.Team;
import java.lang.ref.Reference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * oneDNN on the processor: its engine, its stream, and memories over the arrays of ND4J, which are
 * not copied. A primitive and its memories are used by one thread at a time, whichever that is; the
 * stream does no more than name the engine.
 */
final class OneDnn {
  static final engine ENGINE = new engine(engine.kind.cpu, 0);
  static final stream STREAM = new stream(ENGINE);

  /** Sets, for the thread that asks, how many threads OpenMP takes: oneDNN's is ND4J's. */
  private static final NativeOps NATIVE = NativeOpsHolder.getInstance().getDeviceNativeOps();

  private OneDnn() {}

  /** Loads the native library, unless it is loaded: its engine is made with this class. */
  static void load() {
    Loader.load(dnnl.class);
  }

  /** The description of a float32 array of these sizes, in logical order, lying as the tag says. */
  static memory.desc describe(memory.format_tag tag, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, tag);
  }

  /** A memory without a place of its own: {@link #place} gives it one before each run. */
  static memory unplaced(memory.desc description) {
    return new memory(description, ENGINE, null);
  }

  /** A memory of its own. */
  static memory own(memory.desc description) {
    return new memory(description, ENGINE);
  }

  /** Lets {@code place} lie where {@code array} does, which must be contiguous. */
  static void place(memory place, INDArray array) {
    place(place, array, 0);
  }

  /** As {@link #place(memory, INDArray)}, behind the first {@code skipped} values. */
  static void place(memory place, INDArray array, long skipped) {
    place.set_data_handle(new Address(array, skipped));
  }

  /**
   * Has the {@link Team} run {@code part} for 0 to {@code parts} − 1, each on one thread.
   * Primitives that run so must have been made {@link #alone}.
   *
   * @param held what lies where the parts compute: the garbage collector must not free it, which an
   *     address alone does not keep
   */
  static void share(int parts, IntConsumer part, @Nullable INDArray... held) {
    try {
      Team.run(parts, i -> alone(() -> part.accept(i)));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /** Makes primitives that use no thread but the one that runs them, or runs such. */
  static void alone(Runnable work) {
    alone(
        () -> {
          work.run();
          return true;
        });
  }

  /** As {@link #alone(Runnable)}, of what {@code work} returns. */
  static <T> T alone(Supplier<T> work) {
    int before = NATIVE.ompGetMaxThreads();
    NATIVE.setOmpNumThreads(1);
    try {
      return work.get();
    } finally {
      NATIVE.setOmpNumThreads(before);
    }
  }

  /**
   * What every primitive is made with: it works in the {@link Scratchpad} that it is given at each
   * run. By default it would work in memory of the thread that runs it, which is as large as what
   * that thread has made, and would write past its end if another thread has made the primitive.
   */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Lets a primitive apply ReLU to what it writes. It makes 0 of NaN. */
  static primitive_attr reluAfter() {
    post_ops steps = new post_ops();
    steps.append_eltwise(1, dnnl.algorithm.eltwise_relu, 0, 0);
    primitive_attr attributes = attributes();
    attributes.set_post_ops(steps);
    return attributes;
  }

  static void check(int status, String what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN failed in " + what + " with status " + status);
    }
  }

  /** Where an array begins. */
  static final class Address extends FloatPointer {
    /** {@code skipped}: so many values further on. */
    Address(INDArray array, long skipped) {
      super(array.data().addressPointer());
      address += (array.offset() - array.data().offset() + skipped) * array.data().getElementSize();
    }
  }
}
