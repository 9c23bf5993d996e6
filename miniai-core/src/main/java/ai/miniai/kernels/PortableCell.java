package ai.miniai.kernels;

import ai.miniai.array.Layout;
import ai.miniai.kernels.elementwise.ElementFunction;
import ai.miniai.kernels.recurrent.RecurrentCell;
import ai.miniai.kernels.recurrent.RecurrentState;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One step of a recurrent cell with ND4J's operations, for all sequences of a batch. */
final class PortableCell {
  private final Kernels kernels;
  private final RecurrentCell kind;
  private final long hidden;

  PortableCell(Kernels kernels, RecurrentCell kind, long hidden) {
    this.kernels = kernels;
    this.kind = kind;
    this.hidden = hidden;
  }

  /**
   * The state after the step.
   *
   * @param gates the sums of the gates [batch, gates · hidden], which become their values
   * @param sums the contributions of h, if the cell {@link RecurrentCell#splitsSums}; else {@code
   *     gates}
   */
  RecurrentState forward(INDArray gates, INDArray sums, RecurrentState before) {
    return switch (kind) {
      case RNN_TANH -> new RecurrentState(apply(ElementFunction.TANH, gates, 0), null);
      case RNN_RELU -> {
        kernels.relu(gates, gates);
        yield new RecurrentState(gates.dup('c'), null);
      }
      case LSTM -> {
        INDArray i = apply(ElementFunction.SIGMOID, gates, 0);
        INDArray f = apply(ElementFunction.SIGMOID, gates, 1);
        INDArray g = apply(ElementFunction.TANH, gates, 2);
        INDArray o = apply(ElementFunction.SIGMOID, gates, 3);
        INDArray c = f.muli(Objects.requireNonNull(before.c())).addi(i.muli(g));
        yield new RecurrentState(o.muli(apply(ElementFunction.TANH, c)), c);
      }
      case GRU -> {
        gate(gates, 0).addi(gate(sums, 0));
        gate(gates, 1).addi(gate(sums, 1));
        INDArray r = apply(ElementFunction.SIGMOID, gates, 0);
        INDArray z = apply(ElementFunction.SIGMOID, gates, 1);
        gate(gates, 2).addi(r.muli(gate(sums, 2)));
        INDArray n = apply(ElementFunction.TANH, gates, 2);
        yield new RecurrentState(z.muli(before.h().sub(n)).addi(n), null);
      }
    };
  }

  /**
   * That part of the gradient of the state before the step that does not flow through the gates.
   *
   * @param gates the values of the gates, which become their gradients
   * @param sums the contributions of h, which become their gradients, if the cell {@link
   *     RecurrentCell#splitsSums}; else {@code gates}
   * @param before the state before the step
   * @param after the gradient of the state after it
   */
  RecurrentState backward(
      INDArray gates, INDArray sums, RecurrentState before, RecurrentState after) {
    INDArray forH = after.h();
    return switch (kind) {
      case RNN_TANH -> {
        set(gates, 0, throughTanh(gates, forH));
        yield new RecurrentState(zeros(forH), null);
      }
      case RNN_RELU -> {
        kernels.reluBackward(gates.dup('c'), forH, gates);
        yield new RecurrentState(zeros(forH), null);
      }
      case LSTM -> {
        INDArray c = Objects.requireNonNull(before.c());
        INDArray i = value(gates, 0);
        INDArray f = value(gates, 1);
        INDArray g = value(gates, 2);
        INDArray o = value(gates, 3);
        INDArray tanh = apply(ElementFunction.TANH, f.mul(c).addi(i.mul(g)));
        INDArray forC = throughTanh(tanh, forH.mul(o)).addi(Objects.requireNonNull(after.c()));
        set(gates, 0, throughSigmoid(i, forC.mul(g)));
        set(gates, 1, throughSigmoid(f, forC.mul(c)));
        set(gates, 2, throughTanh(g, forC.mul(i)));
        set(gates, 3, throughSigmoid(o, forH.mul(tanh)));
        yield new RecurrentState(zeros(forH), forC.muli(f));
      }
      case GRU -> {
        INDArray r = value(gates, 0);
        INDArray z = value(gates, 1);
        INDArray n = value(gates, 2);
        INDArray forN = throughTanh(n, forH.mul(z.rsub(1)));
        set(gates, 0, throughSigmoid(r, forN.mul(gate(sums, 2))));
        set(gates, 1, throughSigmoid(z, forH.mul(before.h().sub(n))));
        set(gates, 2, forN);
        set(sums, 0, gate(gates, 0));
        set(sums, 1, gate(gates, 1));
        set(sums, 2, forN.mul(r));
        yield new RecurrentState(forH.mul(z), null);
      }
    };
  }

  private static INDArray zeros(INDArray x) {
    return Layout.full(x.dataType(), 0, x.shape());
  }

  /** Replaces a gate by its function f, and returns the values. */
  private INDArray apply(ElementFunction f, INDArray gates, int gate) {
    INDArray y = apply(f, value(gates, gate));
    set(gates, gate, y);
    return y;
  }

  private INDArray apply(ElementFunction f, INDArray x) {
    INDArray y = Layout.emptyLike(x);
    kernels.apply(f, x, y);
    return y;
  }

  /** gradient · y · (1 − y). */
  private static INDArray throughSigmoid(INDArray y, INDArray gradient) {
    return gradient.muli(y).muli(y.rsub(1));
  }

  /** gradient · (1 − y²). */
  private static INDArray throughTanh(INDArray y, INDArray gradient) {
    return gradient.mul(y.mul(y).rsubi(1));
  }

  private INDArray gate(INDArray all, int gate) {
    return Layout.part(all, 1, gate * hidden, (gate + 1) * hidden);
  }

  private INDArray value(INDArray all, int gate) {
    return gate(all, gate).dup('c');
  }

  private void set(INDArray all, int gate, INDArray values) {
    gate(all, gate).assign(values);
  }
}
