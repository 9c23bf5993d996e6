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

import java.util.Arrays;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Passes over an image [places, channels] with numbers for each channel. They are oneDNN's batch
 * normalisation and its gradient for given statistics: a mean, and a variance of 1.
 */
final class OneDnnImage {
  private static final int FLAGS =
      normalization_flags.use_scale.value
          | normalization_flags.use_shift.value
          | normalization_flags.use_global_stats.value;

  /** With fewer values, the calls take as long as they save. */
  private static final int LEAST_VALUES = 1 << 13;

  /** Images that are larger do not stay in the cache from one pass to the next. */
  private static final int MOST_VALUES = 1 << 16;

  private final float[] ones;
  private final memory source;
  private final memory result;
  private final memory resultGradient;
  private final memory sourceGradient;
  private final Values centres;
  private final Values variances;
  private final Values scales;
  private final Values shifts;
  private final Values products;
  private final Values sums;
  private final OneDnnPrimitive forward;
  private final OneDnnPrimitive backward;
  private final boolean fast;

  /** All parameters for which primitives are created. */
  record Shape(int channels, int places) {
    /** Whether plain loops take longer. */
    boolean isFaster() {
      int values = channels * places;
      return values >= LEAST_VALUES && values <= MOST_VALUES;
    }
  }

  OneDnnImage(Shape shape) {
    int channels = shape.channels;
    memory.desc values = OneDnn.describe(memory.format_tag.nhwc, 1, channels, shape.places, 1);
    source = OneDnn.unplaced(values);
    result = OneDnn.unplaced(values);
    resultGradient = OneDnn.unplaced(values);
    sourceGradient = OneDnn.unplaced(values);
    centres = new Values(channels);
    variances = new Values(channels);
    scales = new Values(channels);
    shifts = new Values(channels);
    products = new Values(channels);
    sums = new Values(channels);
    ones = new float[channels];
    Arrays.fill(ones, 1);
    variances.set(ones);
    var plan =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                prop_kind.forward_training.value, values, 0, FLAGS),
            OneDnn.attributes(),
            OneDnn.ENGINE);
    var backwardPlan =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                prop_kind.backward.value, values, values, 0, FLAGS),
            OneDnn.attributes(),
            OneDnn.ENGINE,
            plan);
    fast = isCompiled(plan) && isCompiled(backwardPlan);
    forward =
        new OneDnnPrimitive(
            "normalisation",
            plan,
            new batch_normalization_forward(plan),
            new int[] {
              DNNL_ARG_SRC,
              DNNL_ARG_MEAN,
              DNNL_ARG_VARIANCE,
              DNNL_ARG_SCALE,
              DNNL_ARG_SHIFT,
              DNNL_ARG_DST
            },
            source,
            centres.place,
            variances.place,
            scales.place,
            shifts.place,
            result);
    backward =
        new OneDnnPrimitive(
            "the gradient of normalisation",
            backwardPlan,
            new batch_normalization_backward(backwardPlan),
            new int[] {
              DNNL_ARG_SRC,
              DNNL_ARG_DIFF_DST,
              DNNL_ARG_MEAN,
              DNNL_ARG_VARIANCE,
              DNNL_ARG_SCALE,
              DNNL_ARG_SHIFT,
              DNNL_ARG_DIFF_SRC,
              DNNL_ARG_DIFF_SCALE,
              DNNL_ARG_DIFF_SHIFT
            },
            source,
            resultGradient,
            centres.place,
            variances.place,
            scales.place,
            shifts.place,
            sourceGradient,
            products.place,
            sums.place);
  }

  private static boolean isCompiled(primitive_desc_base plan) {
    return plan.impl_info_str().getString().contains("jit");
  }

  /** Whether oneDNN has kernels for this processor and number of channels; others are slow. */
  boolean isFast() {
    return fast;
  }

  /** Writes (x − centre) · scale + shift. The image begins after {@code from} values. */
  void normalise(
      INDArray x, long from, float[] centre, float[] scale, float[] shift, INDArray out) {
    OneDnn.place(source, x, from);
    OneDnn.place(result, out, from);
    centres.set(centre);
    scales.set(scale);
    shifts.set(shift);
    forward.run();
  }

  /**
   * For each channel, the sum of the gradient, and the sum of gradient · (x − centre). Copies the
   * gradient to {@code out}.
   */
  void products(
      INDArray x,
      INDArray gradient,
      long from,
      float[] centre,
      INDArray out,
      double[] sum,
      double[] product) {
    OneDnn.place(source, x, from);
    OneDnn.place(resultGradient, gradient, from);
    OneDnn.place(sourceGradient, out, from);
    centres.set(centre);
    scales.set(ones);
    backward.run();
    sums.get(sum);
    products.get(product);
  }

  /** A number for each channel. */
  private static final class Values {
    private final memory place;
    private final FloatPointer data;
    private final float[] floats;

    Values(int channels) {
      place = OneDnn.own(OneDnn.describe(memory.format_tag.a, channels));
      data = new FloatPointer(place.get_data_handle());
      floats = new float[channels];
    }

    void set(float[] values) {
      data.put(values, 0, values.length);
    }

    void get(double[] values) {
      data.get(floats, 0, floats.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = floats[i];
      }
    }
  }
}
