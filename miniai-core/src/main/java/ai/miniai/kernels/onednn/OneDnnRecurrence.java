package ai.miniai.kernels.onednn;

import ai.miniai.kernels.recurrent.FloatRecurrence;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import java.lang.ref.Reference;
import java.util.function.IntConsumer;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent layers for float32. The sequences of a batch are divided between threads, and each
 * thread runs through all steps alone, because to wait for each other in each step would take
 * longer than the step. (oneDNN's own recurrent primitives do wait, and know no lengths.)
 */
final class OneDnnRecurrence {
  /** The sequences of a part. With fewer, the weights are read too often. */
  private static final int LEAST_SEQUENCES = 16;

  private final Recurrence how;
  private final RecurrentSteps steps;
  private final int batch;
  private final int time;
  private final int hidden;

  /** The number of hidden units of all gates. */
  private final int all;

  OneDnnRecurrence(Recurrence how, RecurrentSteps steps) {
    this.how = how;
    this.steps = steps;
    batch = Math.toIntExact(steps.h().size(0));
    time = Math.toIntExact(steps.h().size(1));
    hidden = Math.toIntExact(steps.h().size(2));
    all = how.cell().gates() * hidden;
  }

  /**
   * Forward, see {@link FloatRecurrence#forward}.
   *
   * @param weight the transposed weight of h [hidden, gates · hidden]
   */
  void forward(INDArray weight, RecurrentState start, INDArray outputs, RecurrentState end) {
    INDArray sums = steps.sums();
    share(
        (first, count) -> {
          IntConsumer product =
              t ->
                  multiply(
                      count,
                      hidden,
                      all,
                      at(steps.h(), first, t, hidden),
                      weight,
                      true,
                      at(sums, first, t, all),
                      (long) time * all);
          new FloatRecurrence(how, steps, first, count, product).forward(start, outputs, end);
        },
        weight,
        start.h(),
        start.c(),
        outputs,
        end.h(),
        end.c());
  }

  /**
   * Backward, see {@link FloatRecurrence#backward}.
   *
   * @param weight the weight of h [gates · hidden, hidden]
   */
  void backward(INDArray weight, INDArray outputs, RecurrentState end, RecurrentState start) {
    INDArray sums = steps.sums();
    share(
        (first, count) -> {
          try (Scratchpad products = Scratchpad.borrow((long) count * hidden * Float.BYTES)) {
            IntConsumer product =
                t ->
                    multiply(
                        count,
                        all,
                        hidden,
                        at(sums, first, t, all),
                        weight,
                        false,
                        products.floatsFrom(0),
                        hidden);
            new FloatRecurrence(how, steps, first, count, product)
                .backward(outputs, end, start, products.floats());
          }
        },
        weight,
        outputs,
        end.h(),
        end.c(),
        start.h(),
        start.c());
  }

  /** Runs through all steps of some sequences. */
  @FunctionalInterface
  private interface Part {
    void run(int first, int count);
  }

  private void share(Part part, @Nullable INDArray... held) {
    int parts = OneDnn.parts(batch / LEAST_SEQUENCES, (long) batch * time * hidden);
    try {
      OneDnn.share(
          parts,
          i -> {
            int first = (int) ((long) batch * i / parts);
            part.run(first, (int) ((long) batch * (i + 1) / parts) - first);
          },
          held);
    } finally {
      Reference.reachabilityFence(steps);
    }
  }

  /** The values of step {@code t} in [batch, time, width], from one sequence on. */
  private FloatPointer at(INDArray x, int sequence, int t, int width) {
    return new OneDnn.Address(x, ((long) sequence * time + t) * width);
  }

  /**
   * Multiplies the rows of step {@code x} by {@code weight} [terms, columns].
   *
   * @param added whether the product is added to the result
   * @param stride the distance between the rows of the result
   */
  private void multiply(
      int rows,
      int terms,
      int columns,
      FloatPointer x,
      INDArray weight,
      boolean added,
      Pointer result,
      long stride) {
    OneDnn.check(
        dnnl.dnnl_sgemm(
            (byte) 'N',
            (byte) 'N',
            rows,
            columns,
            terms,
            1,
            x,
            (long) time * terms,
            new OneDnn.Address(weight, 0),
            columns,
            added ? 1 : 0,
            new FloatPointer(result),
            stride),
        "a step of a recurrent layer");
  }
}
