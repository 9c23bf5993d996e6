package ai.miniai.kernels;

import ai.miniai.array.FloatBlocks;
import ai.miniai.array.Lanes;
import ai.miniai.array.Stretched;
import ai.miniai.kernels.elementwise.Arithmetic;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic of two float32 arrays of one layout, or of which one is repeated, in plain Java. */
final class CpuArithmetic {
  /** Writes a op b of the first {@code length} values to {@code out}. */
  @FunctionalInterface
  private interface Body {
    void run(float[] a, float[] b, float[] out, int length);
  }

  private CpuArithmetic() {}

  /** Whether {@link #broadcast} can compute this. */
  static boolean fits(INDArray a, INDArray b, INDArray out) {
    return FloatBlocks.canRead(a, b, out)
        && (a.length() == out.length() || Stretched.fits(a))
        && (b.length() == out.length() || Stretched.fits(b));
  }

  /** All arrays have one shape and layout. */
  static void apply(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    Body body = body(op);
    FloatBlocks.of(a, b, out).write((x, n) -> body.run(x[0], x[1], x[2], n));
  }

  /** {@link ai.miniai.array.Broadcast.Body}: either operand may be repeated. */
  static void broadcast(Arithmetic op, INDArray a, INDArray b, INDArray out) {
    if (!a.equalShapes(out) && !b.equalShapes(out)) {
      broadcast(op, CpuRepeat.expand(a, out.shape()), b, out);
    } else if (a.equalShapes(b)) {
      apply(op, a, b, out);
    } else {
      boolean swapped = b.equalShapes(out);
      Body body = body(op);
      Stretched other = new Stretched(swapped ? a : b, out.shape());
      FloatBlocks.of(swapped ? b : a, out).transform(() -> new Part(body, other, swapped));
    }
  }

  static void affine(INDArray x, float scale, float shift, INDArray out) {
    FloatBlocks.of(x, out)
        .write(
            shift == 0 // −0 + 0 would be 0
                ? (b, n) -> scale(b[0], scale, b[1], n)
                : (b, n) -> affine(b[0], scale, shift, b[1], n));
  }

  private static void scale(float[] x, float scale, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] * scale;
    }
  }

  private static void affine(float[] x, float scale, float shift, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = x[i] * scale + shift;
    }
  }

  private static Body body(Arithmetic op) {
    return switch (op) {
      case ADD -> CpuArithmetic::add;
      case SUBTRACT -> CpuArithmetic::subtract;
      case MULTIPLY -> CpuArithmetic::multiply;
      case DIVIDE -> CpuArithmetic::divide;
    };
  }

  private static void add(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] + b[i];
    }
  }

  private static void subtract(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] - b[i];
    }
  }

  private static void multiply(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] * b[i];
    }
  }

  private static void divide(float[] a, float[] b, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = a[i] / b[i];
    }
  }

  private static final class Part implements FloatBlocks.Gatherer<Part> {
    private final Body body;
    private final Stretched other;
    private final boolean swapped;
    private final float[] block = new float[Lanes.count(1)];
    private int at;

    Part(Body body, Stretched other, boolean swapped) {
      this.body = body;
      this.other = other;
      this.swapped = swapped;
    }

    @Override
    public void start(int first) {
      at = first;
    }

    @Override
    public void add(float[][] blocks, int length) {
      other.read(at, block, length);
      if (swapped) {
        body.run(block, blocks[0], blocks[1], length);
      } else {
        body.run(blocks[0], block, blocks[1], length);
      }
      at += length;
    }

    @Override
    public void finish() {}

    @Override
    public void merge(Part later) {}
  }
}
