package ai.miniai.kernels.recurrent;

import ai.miniai.kernels.elementwise.CpuFunctions;
import ai.miniai.kernels.elementwise.ElementFunction;

/**
 * One step of a cell in plain Java, for the hidden units of some sequences. All arrays have the
 * same length, and pair the same units. An object is for one thread at a time.
 */
abstract class FloatCell {
  final int length;

  /** Forward: sums, then the values of the gates. Backward: these values, then their gradients. */
  final float[][] gates;

  /**
   * What h contributes to each gate, or the gradient of that. Empty unless {@link
   * RecurrentCell#splitsSums}.
   */
  final float[][] contributions;

  /** The state before the step. */
  float[] h;

  float[] c;

  /** Forward: the state after the step. Backward: the gradient of the state before it. */
  float[] nextH;

  float[] nextC;

  /** Backward: the gradient of the state after the step. */
  float[] gradientH;

  float[] gradientC;

  FloatCell(RecurrentCell kind, int length) {
    this.length = length;
    gates = new float[kind.gates()][length];
    contributions = new float[kind.splitsSums() ? kind.gates() : 0][length];
    h = new float[length];
    nextH = new float[length];
    gradientH = new float[length];
    int memory = kind.hasMemory() ? length : 0;
    c = new float[memory];
    nextC = new float[memory];
    gradientC = new float[memory];
  }

  static FloatCell of(RecurrentCell kind, int length) {
    return switch (kind) {
      case RNN_TANH, RNN_RELU -> new FloatRnn(kind, length);
      case LSTM -> new FloatLstm(length);
      case GRU -> new FloatGru(length);
    };
  }

  /** Computes the values of the gates and the state after the step. */
  abstract void forward();

  /**
   * Computes the gradients of the gates, and that part of the gradient of the state before the step
   * that does not flow through the gates.
   */
  abstract void backward();

  /** Makes the state after the step the state before the following one. */
  final void advance() {
    float[] spareH = h;
    h = nextH;
    nextH = spareH;
    float[] spareC = c;
    c = nextC;
    nextC = spareC;
  }

  /** Makes the gradient before the step the gradient after the preceding one. */
  final void retreat() {
    float[] spareH = gradientH;
    gradientH = nextH;
    nextH = spareH;
    float[] spareC = gradientC;
    gradientC = nextC;
    nextC = spareC;
  }

  static void sigmoid(float[] x, int length) {
    CpuFunctions.apply(ElementFunction.SIGMOID, x, x, length);
  }

  static void tanh(float[] x, float[] y, int length) {
    CpuFunctions.apply(ElementFunction.TANH, x, y, length);
  }
}
