package ai.miniai.kernels;

import ai.miniai.array.HostMemory;
import ai.miniai.array.Layout;
import ai.miniai.array.Team;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Group normalisation of float32 images [items, groups, channels, places]. The sums of one image
 * are taken, and then it is normalised, while it still lies in the cache. Threads share the images;
 * how they are cut into parts does not depend on the number of threads.
 */
final class CpuGroupNorm {
  private static final int MOST_PARTS = 32;
  private static final int LEAST_IN_PART = 1 << 14;

  private final int items;
  private final int groups;
  private final int channels;
  private final int places;
  private final double eps;
  private final double[] weight;
  private final Consumer<Consumer<ImageNorm>> images;

  /** Gives each part of the work the loops over its images. */
  @FunctionalInterface
  interface Images {
    /** Calls {@code use} with loops for one thread; see {@link ImageNorm} for the arguments. */
    void with(
        INDArray x,
        INDArray gradient,
        INDArray out,
        int channels,
        int places,
        Consumer<ImageNorm> use);
  }

  private CpuGroupNorm(
      Images images,
      INDArray x,
      INDArray gradient,
      INDArray out,
      @Nullable INDArray weight,
      double eps) {
    items = (int) x.size(0);
    groups = (int) x.size(1);
    channels = (int) (x.size(1) * x.size(2));
    places = (int) x.size(3);
    this.eps = eps;
    this.weight = values(weight, 1, channels);
    this.images = use -> images.with(x, gradient, out, channels, places, use);
  }

  private static double[] values(@Nullable INDArray vector, double otherwise, int length) {
    if (vector != null) {
      return HostMemory.read(vector);
    }
    double[] values = new double[length];
    Arrays.fill(values, otherwise);
    return values;
  }

  static Kernels.GroupNormalized forward(
      Images images, INDArray x, @Nullable INDArray weight, @Nullable INDArray bias, double eps) {
    INDArray y = Layout.emptyLike(x);
    CpuGroupNorm norm = new CpuGroupNorm(images, x, x, y, weight, eps);
    double[] shift = values(bias, 0, norm.channels);
    double[] mean = new double[norm.items * norm.groups];
    double[] variance = new double[mean.length];
    norm.parts((image, loops, item) -> image.normalise(loops, item, shift, mean, variance));
    return new Kernels.GroupNormalized(
        y, new Moments(CpuLayerNorm.vector(mean), CpuLayerNorm.vector(variance)));
  }

  static Kernels.NormGradients backward(
      Images images,
      INDArray x,
      INDArray gradient,
      Moments moments,
      @Nullable INDArray weight,
      double eps,
      Kernels.Wanted wanted) {
    INDArray out = wanted.input() ? Layout.emptyLike(x) : x;
    CpuGroupNorm norm = new CpuGroupNorm(images, x, gradient, out, weight, eps);
    double[] mean = HostMemory.read(moments.mean());
    double[] variance = HostMemory.read(moments.variance());
    List<Image> parts =
        norm.parts(
            (image, loops, item) ->
                image.differentiate(loops, item, mean, variance, wanted.input()));
    return new Kernels.NormGradients(
        wanted.input() ? out : null,
        wanted.weight() ? norm.sum(parts.stream().map(part -> part.forWeight).toList()) : null,
        wanted.bias() ? norm.sum(parts.stream().map(part -> part.forBias).toList()) : null);
  }

  private INDArray sum(List<double[]> parts) {
    double[] sum = new double[channels];
    for (double[] part : parts) {
      for (int c = 0; c < channels; c++) {
        sum[c] += part[c];
      }
    }
    return CpuLayerNorm.floats(sum);
  }

  private interface Body {
    void run(Image image, ImageNorm loops, int item);
  }

  private List<Image> parts(Body body) {
    long most = (long) items * channels * places / LEAST_IN_PART;
    int parts = (int) Math.max(1, Math.min(Math.min(items, MOST_PARTS), most));
    return Team.map(
        parts,
        part -> {
          Image image = new Image();
          int begin = (int) ((long) items * part / parts);
          int end = (int) ((long) items * (part + 1) / parts);
          images.accept(
              loops -> {
                for (int i = begin; i < end; i++) {
                  body.run(image, loops, i);
                }
              });
          return image;
        });
  }

  /** One image after the other, and the sums over those there have been. */
  private final class Image {
    private final RunMoments moments = new RunMoments();
    private final float[] centre = new float[channels];
    private final float[] scale = new float[channels];
    private final float[] slope = new float[channels];
    private final float[] constant = new float[channels];
    private final double[] first = new double[channels];
    private final double[] second = new double[channels];
    private final double[] forWeight = new double[channels];
    private final double[] forBias = new double[channels];
    private final int width = channels / groups;

    void normalise(ImageNorm loops, int item, double[] bias, double[] mean, double[] variance) {
      loops.moments(item, first, second);
      for (int group = 0; group < groups; group++) {
        int at = item * groups + group;
        moments.clear();
        for (int c = group * width; c < (group + 1) * width; c++) {
          moments.merge(places, first[c], second[c] * places);
        }
        mean[at] = moments.mean();
        variance[at] = moments.variance();
        double inverse = 1 / Math.sqrt(variance[at] + eps);
        for (int c = group * width; c < (group + 1) * width; c++) {
          centre[c] = (float) mean[at];
          scale[c] = (float) (weight[c] * inverse);
          constant[c] = (float) (bias[c] + times(weight[c], (centre[c] - mean[at]) * inverse));
        }
      }
      loops.normalise(item, centre, scale, constant);
    }

    /** factor · rounding, but 0 instead of NaN for an infinite factor. */
    private static double times(double factor, double rounding) {
      return Double.isFinite(factor) ? factor * rounding : 0;
    }

    /**
     * With h = (x − mean) · inverse and p = gradient · weight, the gradient of x is (p − mean(p) −
     * h · mean(p · h)) · inverse.
     */
    void differentiate(ImageNorm loops, int item, double[] mean, double[] variance, boolean input) {
      for (int c = 0; c < channels; c++) {
        centre[c] = (float) mean[item * groups + c / width];
      }
      loops.products(item, centre, first, second);
      for (int group = 0; group < groups; group++) {
        int at = item * groups + group;
        double inverse = 1 / Math.sqrt(variance[at] + eps);
        double rounding = ((float) mean[at] - mean[at]) * inverse;
        double meanOfP = 0;
        double meanOfProduct = 0;
        for (int c = group * width; c < (group + 1) * width; c++) {
          double product = second[c] * inverse + first[c] * rounding;
          forWeight[c] += product;
          forBias[c] += first[c];
          meanOfP += weight[c] * first[c] / width / places;
          meanOfProduct += weight[c] * product / width / places;
        }
        for (int c = group * width; c < (group + 1) * width; c++) {
          scale[c] = (float) (weight[c] * inverse);
          slope[c] = (float) (inverse * inverse * meanOfProduct);
          constant[c] = (float) (inverse * (meanOfP + rounding * meanOfProduct));
        }
      }
      if (input) {
        loops.differentiate(item, centre, scale, slope, constant);
      }
    }
  }
}
