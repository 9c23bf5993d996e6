package ai.miniai.kernels.recurrent;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a cell over all steps of some sequences of a batch, on one thread. All arrays are row-major
 * float32. Only products of matrices are computed elsewhere.
 *
 * @param steps what the forward pass writes and the backward pass overwrites
 * @param first the first of the sequences
 * @param count how many there are
 * @param multiplier computes the product of the step at this place in time. Forward it adds h ·
 *     weightᵀ to {@link RecurrentSteps#sums}, backward it writes sums · weight to {@code products}
 */
public record FloatRecurrence(
    Recurrence how, RecurrentSteps steps, int first, int count, IntConsumer multiplier) {

  /**
   * Forward: {@link RecurrentSteps#gates} holds what x contributes to the gates at first, and the
   * values of the gates at the end.
   */
  public void forward(RecurrentState start, INDArray outputs, RecurrentState end) {
    FloatCell cell = cell();
    StepRows gates = rows(steps.gates());
    StepRows sums = rows(steps.sums());
    StepRows h = rows(steps.h());
    StepRows c = steps.c() == null ? null : rows(steps.c());
    StepRows output = rows(outputs);
    read(start, cell.h, cell.c);
    int length = Math.toIntExact(outputs.size(1));
    for (int i = 0; i < length; i++) {
      int time = how.time(i, length);
      h.put(time, 0, cell.h);
      if (c != null) {
        c.put(time, 0, cell.c);
      }
      multiplier.accept(time);
      gates.get(time, cell.gates);
      sums.get(time, cell.contributions);
      cell.forward();
      gates.put(time, cell.gates);
      clearEnded(time, cell.nextH);
      output.put(time, 0, cell.nextH);
      keepEnded(time, cell.h, cell.nextH);
      keepEnded(time, cell.c, cell.nextC);
      cell.advance();
    }
    write(end, cell.h, cell.c);
  }

  /**
   * Backward: replaces the values of gates and contributions in {@link #steps} by their gradients.
   *
   * @param outputs the gradient of the outputs
   * @param end the gradient of the last state
   * @param start where the gradient of the first state is written
   * @param products the result of the {@link #multiplier}, one row for each sequence
   */
  public void backward(
      INDArray outputs, RecurrentState end, RecurrentState start, FloatBuffer products) {
    FloatCell cell = cell();
    float[] arriving = new float[cell.length];
    StepRows gates = rows(steps.gates());
    StepRows sums = rows(steps.sums());
    StepRows h = rows(steps.h());
    StepRows c = steps.c() == null ? null : rows(steps.c());
    StepRows output = rows(outputs);
    StepRows forH = StepRows.ofBuffer(products, hidden());
    read(end, cell.gradientH, cell.gradientC);
    int length = Math.toIntExact(outputs.size(1));
    for (int i = length - 1; i >= 0; i--) {
      int time = how.time(i, length);
      output.get(time, 0, arriving);
      clearEnded(time, arriving);
      add(arriving, cell.gradientH, cell.length);
      gates.get(time, cell.gates);
      sums.get(time, cell.contributions);
      h.get(time, 0, cell.h);
      if (c != null) {
        c.get(time, 0, cell.c);
      }
      cell.backward();
      clearEnded(time, cell.gates);
      clearEnded(time, cell.contributions);
      gates.put(time, cell.gates);
      sums.put(time, cell.contributions);
      multiplier.accept(time);
      forH.get(0, 0, arriving);
      add(arriving, cell.nextH, cell.length);
      keepEnded(time, cell.gradientH, cell.nextH);
      keepEnded(time, cell.gradientC, cell.nextC);
      cell.retreat();
    }
    write(start, cell.gradientH, cell.gradientC);
  }

  private int hidden() {
    return Math.toIntExact(steps.h().size(2));
  }

  private FloatCell cell() {
    return FloatCell.of(how.cell(), count * hidden());
  }

  private StepRows rows(INDArray x) {
    return new StepRows(x, first, hidden());
  }

  private void read(RecurrentState state, float[] h, float[] c) {
    StepRows.ofState(state.h(), first).get(0, 0, h);
    if (state.c() != null) {
      StepRows.ofState(state.c(), first).get(0, 0, c);
    }
  }

  private void write(RecurrentState state, float[] h, float[] c) {
    StepRows.ofState(state.h(), first).put(0, 0, h);
    if (state.c() != null) {
      StepRows.ofState(state.c(), first).put(0, 0, c);
    }
  }

  private void clearEnded(int time, float[]... blocks) {
    if (how.lengths() == null) {
      return;
    }
    int hidden = hidden();
    for (float[] block : blocks) {
      for (int row = 0; row < count; row++) {
        if (how.hasEnded(first + row, time)) {
          Arrays.fill(block, row * hidden, (row + 1) * hidden, 0);
        }
      }
    }
  }

  private void keepEnded(int time, float[] before, float[] after) {
    if (how.lengths() == null || before.length == 0) {
      return;
    }
    int hidden = hidden();
    for (int row = 0; row < count; row++) {
      if (how.hasEnded(first + row, time)) {
        System.arraycopy(before, row * hidden, after, row * hidden, hidden);
      }
    }
  }

  private static void add(float[] x, float[] sum, int length) {
    for (int k = 0; k < length; k++) {
      sum[k] += x[k];
    }
  }
}
