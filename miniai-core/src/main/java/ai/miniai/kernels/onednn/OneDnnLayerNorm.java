package ai.miniai.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import ai.miniai.array.Layout;
import ai.miniai.kernels.Moments;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer normalisation of the rows of a row-major matrix, with a weight and a bias per column. */
final class OneDnnLayerNorm {
  private static final int FLAGS =
      normalization_flags.use_scale.value | normalization_flags.use_shift.value;

  /** With fewer values, a plain loop is as fast. */
  private static final long LEAST_VALUES = 1 << 13;

  /** With shorter rows, the plain loops are faster. */
  private static final long LEAST_COLUMNS = 1 << 6;

  /** The longest rows: their sums are float32, so the plain loops are more exact beyond. */
  private static final long MOST_COLUMNS = 1 << 13;

  /** All parameters for which primitives are created. */
  record Shape(long rows, long columns, float eps) {
    /** The number of parts that the rows are divided into; it depends only on the shape. */
    int parts() {
      return OneDnn.parts(rows, rows * columns);
    }
  }

  private final Part[] parts;

  OneDnnLayerNorm(Shape shape) {
    parts = new Part[shape.parts()];
    OneDnn.alone(
        () -> {
          for (int i = 0; i < parts.length; i++) {
            long from = shape.rows * i / parts.length;
            long to = shape.rows * (i + 1) / parts.length;
            parts[i] = new Part(shape, i, from, to - from);
          }
        });
  }

  /** Whether {@code x} [items, groups, channels, places] is such a matrix, and large enough. */
  static boolean fits(INDArray x) {
    return x.dataType() == DataType.FLOAT
        && x.size(1) == 1
        && x.size(3) == 1
        && x.size(2) >= LEAST_COLUMNS
        && x.size(2) <= MOST_COLUMNS
        && x.length() >= LEAST_VALUES
        && Layout.isRowMajor(x);
  }

  void run(INDArray x, INDArray weight, INDArray bias, Moments moments, INDArray out) {
    OneDnn.share(
        parts.length,
        i -> parts[i].run(x, weight, bias, moments, out),
        x,
        weight,
        bias,
        moments.mean(),
        moments.variance(),
        out);
  }

  /** Writes one row of gradients of weight and bias for each part: [parts, columns]. */
  void runBackward(
      INDArray x,
      INDArray gradient,
      Moments moments,
      INDArray weight,
      INDArray out,
      INDArray weights,
      INDArray biases) {
    OneDnn.share(
        parts.length,
        i -> parts[i].runBackward(x, gradient, moments, weight, out, weights, biases),
        x,
        gradient,
        moments.mean(),
        moments.variance(),
        weight,
        out,
        weights,
        biases);
  }

  /** The part that one thread computes. */
  private static final class Part {
    private final int number;
    private final long columns;
    private final long firstRow;
    private final memory source;
    private final memory result;
    private final memory resultGradient;
    private final memory sourceGradient;
    private final memory mean;
    private final memory variance;
    private final memory scale;
    private final memory shift;
    private final memory scaleGradient;
    private final memory shiftGradient;
    private final OneDnnPrimitive forward;
    private final OneDnnPrimitive backward;

    Part(Shape shape, int number, long firstRow, long rows) {
      this.number = number;
      this.firstRow = firstRow;
      columns = shape.columns;
      memory.desc values = OneDnn.describe(memory.format_tag.ab, rows, columns);
      memory.desc perRow = OneDnn.describe(memory.format_tag.a, rows);
      memory.desc perColumn = OneDnn.describe(memory.format_tag.a, columns);
      source = OneDnn.unplaced(values);
      result = OneDnn.unplaced(values);
      resultGradient = OneDnn.unplaced(values);
      sourceGradient = OneDnn.unplaced(values);
      mean = OneDnn.unplaced(perRow);
      variance = OneDnn.unplaced(perRow);
      scale = OneDnn.unplaced(perColumn);
      shift = OneDnn.unplaced(perColumn);
      scaleGradient = OneDnn.unplaced(perColumn);
      shiftGradient = OneDnn.unplaced(perColumn);
      var plan =
          new layer_normalization_forward.primitive_desc(
              new layer_normalization_forward.desc(
                  prop_kind.forward_training.value, values, perRow, shape.eps, FLAGS),
              OneDnn.attributes(),
              OneDnn.ENGINE);
      var backwardPlan =
          new layer_normalization_backward.primitive_desc(
              new layer_normalization_backward.desc(
                  prop_kind.backward.value, values, values, perRow, shape.eps, FLAGS),
              OneDnn.attributes(),
              OneDnn.ENGINE,
              plan);
      forward =
          new OneDnnPrimitive(
              "layer normalisation",
              plan,
              new layer_normalization_forward(plan),
              new int[] {
                DNNL_ARG_SRC,
                DNNL_ARG_SCALE,
                DNNL_ARG_SHIFT,
                DNNL_ARG_MEAN,
                DNNL_ARG_VARIANCE,
                DNNL_ARG_DST
              },
              source,
              scale,
              shift,
              mean,
              variance,
              result);
      backward =
          new OneDnnPrimitive(
              "the gradient of layer normalisation",
              backwardPlan,
              new layer_normalization_backward(backwardPlan),
              new int[] {
                DNNL_ARG_SRC,
                DNNL_ARG_DIFF_DST,
                DNNL_ARG_MEAN,
                DNNL_ARG_VARIANCE,
                DNNL_ARG_SCALE,
                DNNL_ARG_SHIFT, // required, but not read
                DNNL_ARG_DIFF_SRC,
                DNNL_ARG_DIFF_SCALE,
                DNNL_ARG_DIFF_SHIFT
              },
              source,
              resultGradient,
              mean,
              variance,
              scale,
              shift,
              sourceGradient,
              scaleGradient,
              shiftGradient);
    }

    void run(INDArray x, INDArray weight, INDArray bias, Moments moments, INDArray out) {
      place(x, moments, weight);
      OneDnn.place(shift, bias);
      OneDnn.place(result, out, firstRow * columns);
      forward.run();
    }

    void runBackward(
        INDArray x,
        INDArray gradient,
        Moments moments,
        INDArray weight,
        INDArray out,
        INDArray weights,
        INDArray biases) {
      place(x, moments, weight);
      OneDnn.place(shift, weight);
      OneDnn.place(resultGradient, gradient, firstRow * columns);
      OneDnn.place(sourceGradient, out, firstRow * columns);
      OneDnn.place(scaleGradient, weights, number * columns);
      OneDnn.place(shiftGradient, biases, number * columns);
      backward.run();
    }

    private void place(INDArray x, Moments moments, INDArray weight) {
      OneDnn.place(source, x, firstRow * columns);
      OneDnn.place(mean, moments.mean(), firstRow);
      OneDnn.place(variance, moments.variance(), firstRow);
      OneDnn.place(scale, weight);
    }
  }
}
