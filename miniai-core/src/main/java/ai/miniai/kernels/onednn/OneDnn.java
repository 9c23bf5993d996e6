package ai.miniai.kernels.onednn;

import ai.miniai.array.Team;
import com.google.common.primitives.Ints;
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
 * oneDNN on the CPU: its engine, its stream, and memory objects that refer to ND4J arrays without
 * copying them. A primitive and its memory objects may be used by any thread, but only by one at a
 * time. The stream has no state apart from its engine.
 */
final class OneDnn {
  static final engine ENGINE = new engine(engine.kind.cpu, 0);
  static final stream STREAM = new stream(ENGINE);

  /**
   * Sets the number of OpenMP threads for the calling thread. oneDNN uses the same OpenMP as ND4J.
   */
  private static final NativeOps NATIVE = NativeOpsHolder.getInstance().getDeviceNativeOps();

  private static final int MOST_PARTS = 16;

  /** The least number of values that makes a part worth running on another thread. */
  private static final long LEAST_VALUES = 1 << 13;

  private OneDnn() {}

  /**
   * Loads the native library if necessary. The engine is created when this class is initialized.
   */
  static void load() {
    Loader.load(dnnl.class);
  }

  /**
   * The memory descriptor of a float32 array: {@code sizes} in logical order, {@code tag} for the
   * memory layout.
   */
  static memory.desc describe(memory.format_tag tag, long... sizes) {
    return new memory.desc(sizes, memory.data_type.f32, tag);
  }

  /** A memory object without data: {@link #place} sets its address before each run. */
  static memory unplaced(memory.desc description) {
    return new memory(description, ENGINE, null);
  }

  /** A memory object with data of its own. */
  static memory own(memory.desc description) {
    return new memory(description, ENGINE);
  }

  /** Makes {@code place} refer to the data of {@code array}, which must be contiguous. */
  static void place(memory place, INDArray array) {
    place(place, array, 0);
  }

  /** Like {@link #place(memory, INDArray)}, but starts after the first {@code skipped} values. */
  static void place(memory place, INDArray array, long skipped) {
    place.set_data_handle(new Address(array, skipped));
  }

  /** Makes {@code place} refer to memory after the first {@code skipped} values from here on. */
  static void place(memory place, FloatPointer start, long skipped) {
    place.set_data_handle(start.getPointer(skipped));
  }

  /**
   * Calls {@code part} with 0 to {@code parts} − 1 on the {@link Team}, with each call on a single
   * thread. Primitives that are run in this way must have been created inside {@link #alone}.
   *
   * @param held the arrays whose memory the parts use. They are kept from garbage collection; an
   *     address alone would not do that.
   */
  static void share(int parts, IntConsumer part, @Nullable INDArray... held) {
    try {
      Team.run(parts, i -> alone(() -> part.accept(i)));
    } finally {
      Reference.reachabilityFence(held);
    }
  }

  /**
   * The number of parts that {@code items} with {@code values} values together are divided into for
   * {@link #share}. It does not depend on the number of threads.
   */
  static int parts(long items, long values) {
    long most = Math.min(items, values / LEAST_VALUES);
    return Ints.constrainToRange(Ints.saturatedCast(most), 1, MOST_PARTS);
  }

  /**
   * Runs {@code work} with OpenMP limited to one thread. Used to create and to run single-threaded
   * primitives.
   */
  static void alone(Runnable work) {
    alone(
        () -> {
          work.run();
          return true;
        });
  }

  /** Like {@link #alone(Runnable)}, and returns the result of {@code work}. */
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
   * The attributes of every primitive: it uses the {@link Scratchpad} that is passed to each run.
   * By default, it would use a buffer of the thread that runs it. This buffer is only large enough
   * for the primitives that the same thread has created, so a primitive created by another thread
   * would write past its end.
   */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Attributes that make a primitive apply these steps to its result. */
  static primitive_attr attributes(post_ops steps) {
    primitive_attr attributes = attributes();
    attributes.set_post_ops(steps);
    return attributes;
  }

  /** Attributes that make a primitive apply ReLU to its result. This ReLU turns NaN into 0. */
  static primitive_attr reluAfter() {
    post_ops steps = new post_ops();
    steps.append_eltwise(1, dnnl.algorithm.eltwise_relu, 0, 0);
    return attributes(steps);
  }

  static void check(int status, String what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN failed in " + what + " with status " + status);
    }
  }

  /** The address of the first value of an array. */
  static final class Address extends FloatPointer {
    /** The address after the first {@code skipped} values. */
    Address(INDArray array, long skipped) {
      super(array.data().addressPointer());
      address += (array.offset() - array.data().offset() + skipped) * array.data().getElementSize();
    }
  }
}
