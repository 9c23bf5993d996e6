package ai.miniai.kernels;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.array.Mask;
import ai.miniai.kernels.recurrent.Recurrence;
import ai.miniai.kernels.recurrent.RecurrentGradients;
import ai.miniai.kernels.recurrent.RecurrentState;
import ai.miniai.kernels.recurrent.RecurrentSteps;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Recurrent layers with ND4J's operations. Arrays are stored by time here: [time, batch, ...], so
 * that the values of a step lie together.
 */
final class PortableRecurrence {
  private final Kernels kernels;
  private final Recurrence how;
  private final INDArray weight;
  private final long batch;
  private final long hidden;
  private final PortableCell cell;

  PortableRecurrence(Kernels kernels, Recurrence how, INDArray weight, long batch) {
    this.kernels = kernels;
    this.how = how;
    this.weight = weight;
    this.batch = batch;
    this.hidden = weight.size(1);
    this.cell = new PortableCell(kernels, how.cell(), hidden);
  }

  /** Forward: {@code steps} holds sums at first, and the values of the gates at the end. */
  RecurrentSteps forward(
      INDArray inputs,
      @Nullable INDArray contributions,
      RecurrentState start,
      INDArray outputs,
      RecurrentState end) {
    INDArray gates = byTime(inputs);
    INDArray sums = contributions == null ? gates : byTime(contributions);
    int length = (int) gates.size(0);
    INDArray hs = Layout.empty(gates.dataType(), length, batch, hidden);
    INDArray cs = how.cell().hasMemory() ? Layout.emptyLike(hs) : null;
    INDArray results = Layout.emptyLike(hs);
    RecurrentState state = start;
    for (int i = 0; i < length; i++) {
      int time = how.time(i, length);
      at(hs, time).assign(state.h());
      if (cs != null) {
        at(cs, time).assign(state.c());
      }
      at(sums, time).addi(multiply(at(hs, time), true));
      RecurrentState next = cell.forward(at(gates, time), at(sums, time), state);
      INDArray running = running(time);
      at(results, time).assign(running == null ? next.h() : kept(running, next.h()));
      state = running == null ? next : chosen(running, next, state);
    }
    outputs.assign(results.permute(1, 0, 2));
    end.h().assign(state.h());
    if (end.c() != null) {
      end.c().assign(state.c());
    }
    return new RecurrentSteps(
        byBatch(gates),
        contributions == null ? null : byBatch(sums),
        byBatch(hs),
        cs == null ? null : byBatch(cs));
  }

  RecurrentGradients backward(RecurrentSteps steps, INDArray outputs, RecurrentState end) {
    INDArray gates = byTime(steps.gates());
    INDArray sums = steps.contributions() == null ? gates : byTime(steps.contributions());
    INDArray hs = byTime(steps.h());
    INDArray cs = steps.c() == null ? null : byTime(steps.c());
    INDArray arriving = byTime(outputs);
    int length = (int) gates.size(0);
    RecurrentState gradient = end;
    for (int i = length - 1; i >= 0; i--) {
      int time = how.time(i, length);
      INDArray running = running(time);
      RecurrentState after = new RecurrentState(at(arriving, time).add(gradient.h()), gradient.c());
      RecurrentState before =
          cell.backward(
              at(gates, time),
              at(sums, time),
              new RecurrentState(at(hs, time), cs == null ? null : at(cs, time)),
              running == null ? after : kept(running, after));
      before.h().addi(multiply(at(sums, time), false));
      gradient = running == null ? before : chosen(running, before, gradient);
    }
    INDArray forInputs = byBatch(gates);
    return new RecurrentGradients(
        forInputs, steps.contributions() == null ? forInputs : byBatch(sums), gradient);
  }

  /** The product with the weight, or with its transpose. */
  private INDArray multiply(INDArray x, boolean transposed) {
    INDArray product = Layout.empty(x.dataType(), batch, weight.size(transposed ? 0 : 1));
    kernels.matmul(x, false, weight, transposed, product);
    return product;
  }

  /** [batch, time, ...] in the order [time, batch, ...]. */
  private static INDArray byTime(INDArray x) {
    return Layout.contiguous(x.permute(1, 0, 2));
  }

  private static INDArray byBatch(INDArray x) {
    return x.permute(1, 0, 2);
  }

  /** The values [batch, ...] of one step, as a view. */
  private static INDArray at(INDArray byTime, int time) {
    long rows = byTime.size(1);
    long columns = byTime.size(2);
    long offset = byTime.offset() + time * rows * columns;
    return Nd4j.create(
        byTime.data(), new long[] {rows, columns}, new long[] {columns, 1}, offset, 'c');
  }

  /**
   * 1 for each unit of the sequences that have not ended at this place in time, 0 for the others;
   * null if none has.
   */
  private @Nullable INDArray running(int time) {
    float[] mask = new float[(int) batch];
    boolean all = true;
    for (int i = 0; i < mask.length; i++) {
      boolean ended = how.hasEnded(i, time);
      mask[i] = ended ? 0 : 1;
      all &= !ended;
    }
    return all
        ? null
        : Broadcast.expand(
            kernels.upload(mask).castTo(weight.dataType()).reshape('c', batch, 1), batch, hidden);
  }

  private static RecurrentState kept(INDArray mask, RecurrentState state) {
    return new RecurrentState(
        kept(mask, state.h()), state.c() == null ? null : kept(mask, state.c()));
  }

  /** {@code x} where the mask is 1, and 0 elsewhere. */
  private static INDArray kept(INDArray mask, INDArray x) {
    INDArray result = Layout.empty(x.dataType(), x.shape());
    Mask.keep(mask, x, result);
    return result;
  }

  /** {@code next} where the mask is 1, and {@code before} elsewhere. */
  private static RecurrentState chosen(INDArray mask, RecurrentState next, RecurrentState before) {
    RecurrentState rest = kept(mask.rsub(1), before);
    RecurrentState some = kept(mask, next);
    some.h().addi(rest.h());
    if (some.c() != null) {
      some.c().addi(rest.c());
    }
    return some;
  }
}
