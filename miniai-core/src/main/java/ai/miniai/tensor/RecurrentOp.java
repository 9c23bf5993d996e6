package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkState;

import ai.miniai.array.Layout;
import ai.miniai.array.Shapes;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentGradients;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One recurrent layer in one direction. Inputs: x [batch, time, in], the weights [gates · hidden,
 * in] and [gates · hidden, hidden], h [batch, hidden], c of the same shape if the cell has one, and
 * optionally two biases [gates · hidden]. The result is a vector: all outputs [batch, time,
 * hidden], then h and c after the last step.
 */
final class RecurrentOp extends Operation {
  private static final int X = 0;
  private static final int WEIGHT_X = 1;
  private static final int WEIGHT_H = 2;
  private static final int H = 3;
  private static final int C = 4;

  private final Recurrence how;
  private @Nullable RecurrentSteps steps;

  RecurrentOp(Recurrence how) {
    this.how = how;
  }

  @Override
  protected String name() {
    return how.cell().name();
  }

  /** The number of parts of the state: h, and maybe c. */
  private int states() {
    return how.cell().hasMemory() ? 2 : 1;
  }

  /** The place of the first bias among the inputs. */
  private int bias() {
    return H + states();
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    Shapes.checkOneType(inputs);
    INDArray x = inputs[X];
    INDArray h = inputs[H];
    INDArray result =
        Layout.empty(x.dataType(), x.size(0) * x.size(1) * h.size(1) + states() * h.length());
    if (result.isEmpty()) {
      return result;
    }
    INDArray rows = Layout.reshape(x, x.size(0) * x.size(1), x.size(2));
    INDArray weightX = Layout.contiguous(inputs[WEIGHT_X]);
    INDArray weightH = Layout.contiguous(inputs[WEIGHT_H]);
    boolean biased = inputs.length > bias();
    boolean apart = how.cell().splitsSums();
    INDArray sums = Layout.empty(x.dataType(), rows.size(0), weightX.size(0));
    INDArray added = biased ? inputs[bias()] : null;
    if (added != null && !apart) {
      added = added.add(inputs[bias() + 1]);
    }
    Kernels.current().linear(rows, weightX, added, sums);
    Parts parts = new Parts(x.size(0), x.size(1), h.size(1));
    steps =
        Kernels.current()
            .recurrence(
                how,
                Layout.reshape(sums, x.size(0), x.size(1), weightX.size(0)),
                weightH,
                biased && apart ? inputs[bias() + 1] : null,
                new RecurrentState(
                    Layout.contiguous(h),
                    how.cell().hasMemory() ? Layout.contiguous(inputs[C]) : null),
                parts.outputs(result),
                parts.state(result));
    save(rows, weightX, weightH);
    return result;
  }

  @Override
  protected void backward(INDArray gradient) {
    RecurrentSteps kept = steps;
    checkState(kept != null, "backward() comes after forward()");
    steps = null; // its arrays are overwritten
    INDArray rows = saved(0, needs(WEIGHT_X));
    INDArray weightX = saved(1, needs(X));
    INDArray weightH = saved(2);
    INDArray packed = Layout.contiguous(gradient);
    Parts parts = new Parts(kept.h().size(0), kept.h().size(1), kept.h().size(2));
    RecurrentGradients all =
        Kernels.current()
            .recurrenceBackward(how, kept, weightH, parts.outputs(packed), parts.state(packed));
    INDArray forX = parts.rows(all.inputs());
    INDArray forH = all.hidden() == all.inputs() ? forX : parts.rows(all.hidden());
    if (needs(X)) {
      INDArray forRows = MatMulOp.product(forX, false, weightX, false);
      giveAway(X, Layout.reshape(forRows, inputShape(X)));
    }
    if (needs(WEIGHT_X)) {
      giveAway(WEIGHT_X, MatMulOp.product(forX, true, rows, false));
    }
    if (needs(WEIGHT_H)) {
      giveAway(WEIGHT_H, MatMulOp.product(forH, true, parts.rows(kept.h()), false));
    }
    giveAway(H, all.start().h());
    if (all.start().c() != null) {
      giveAway(C, all.start().c());
    }
    giveBiases(forX, forH);
  }

  private void giveBiases(INDArray forX, INDArray forH) {
    int first = bias();
    if (inputCount() > first && (needs(first) || needs(first + 1))) {
      INDArray sum = Kernels.current().sum(forX, 0);
      give(first, sum);
      give(first + 1, forX == forH ? sum : Kernels.current().sum(forH, 0));
    }
  }

  /** Views of the parts of a result or of its gradient. */
  private final class Parts {
    private final long batch;
    private final long time;
    private final long hidden;

    Parts(long batch, long time, long hidden) {
      this.batch = batch;
      this.time = time;
      this.hidden = hidden;
    }

    INDArray outputs(INDArray result) {
      return part(result, 0, batch, time, hidden);
    }

    RecurrentState state(INDArray result) {
      long from = batch * time * hidden;
      return new RecurrentState(
          part(result, from, batch, hidden),
          how.cell().hasMemory() ? part(result, from + batch * hidden, batch, hidden) : null);
    }

    private INDArray part(INDArray result, long from, long... shape) {
      return Layout.part(result, 0, from, from + Shapes.count(shape)).reshape('c', shape);
    }

    /** One row for each step of each sequence. */
    INDArray rows(INDArray x) {
      return Layout.reshape(x, batch * time, x.size(2));
    }
  }
}
