package ai.miniai.tensor;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.array.Broadcast;
import ai.miniai.array.Layout;
import ai.miniai.kernels.Kernels;
import ai.miniai.kernels.Window;
import ai.miniai.kernels.WindowSide;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of each window, with extra windows at the bottom and right if the image would not be
 * covered completely otherwise (PyTorch's {@code ceil_mode}). Padding counts as zeros. The part of
 * a window beyond the padding does not count.
 *
 * <p>The images are extended with zeros so that every window is complete. The means of the windows
 * that reach beyond the padding are then corrected.
 */
final class CeilAveragePoolOp extends Operation {
  private final Spatial spatial;
  private final Window window;
  private final Window bare;

  CeilAveragePoolOp(Spatial spatial, Window window) {
    window.checkPooling();
    this.spatial = spatial;
    this.window = window;
    this.bare = new Window(bare(window.height()), bare(window.width()));
  }

  private static WindowSide bare(WindowSide side) {
    return new WindowSide(side.size(), side.stride(), 0, 1);
  }

  @Override
  Map<String, Object> settings() {
    return PoolOp.settings(spatial, window);
  }

  @Override
  protected INDArray forward(INDArray... inputs) {
    spatial.checkRank(inputs[0]);
    INDArray x = spatial.forKernels(inputs[0]);
    long height = window.height().ceilPlaces(x.size(2));
    long width = window.width().ceilPlaces(x.size(3));
    checkArgument(
        height > 0 && width > 0,
        "%s of %s are too small for a window of %s with stride %s and padding %s",
        spatial == Spatial.IMAGES ? "images" : "sequences",
        spatial.text(x.size(2), x.size(3)),
        spatial.text(window.height().size(), window.width().size()),
        spatial.text(window.height().stride(), window.width().stride()),
        spatial.text(window.height().padding(), window.width().padding()));
    if (x.isEmpty()) {
      return spatial.fromKernels(Layout.empty(x.dataType(), x.size(0), x.size(1), height, width));
    }
    INDArray enlarged = enlarged(x);
    save(inputs[0], enlarged);
    return spatial.fromKernels(corrected(Kernels.current().averagePool(enlarged, bare), x));
  }

  @Override
  protected void backward(INDArray gradient) {
    INDArray x = spatial.forKernels(saved(0, false));
    INDArray results = corrected(spatial.forKernels(gradient), x);
    INDArray enlarged = Kernels.current().averagePoolBackward(saved(1, false), results, bare);
    int top = window.height().padding();
    int left = window.width().padding();
    INDArray rows = Layout.part(enlarged, 2, top, top + x.size(2));
    give(0, spatial.fromKernels(Layout.part(rows, 3, left, left + x.size(3))));
  }

  /** {@code x} with zeros on all sides: the padding, and enough to complete the last windows. */
  private INDArray enlarged(INDArray x) {
    INDArray images = Layout.contiguous(x.permute(0, 2, 3, 1));
    long height = window.height().covered(x.size(2));
    long width = window.width().covered(x.size(3));
    int top = window.height().padding();
    int left = window.width().padding();
    INDArray zeros =
        Nd4j.createFromArray(
            new long[][] {
              {0, 0},
              {top, height - top - x.size(2)},
              {left, width - left - x.size(3)},
              {0, 0}
            });
    INDArray out = Layout.empty(x.dataType(), x.size(0), height, width, x.size(1));
    Nd4j.exec(
        DynamicCustomOp.builder("pad")
            .addInputs(images, zeros.castTo(DataType.INT32))
            .addOutputs(out)
            .addIntegerArguments(0)
            .build());
    return out.permute(0, 3, 1, 2);
  }

  /** Converts means over complete windows of {@code x} to means over the parts that count. */
  private INDArray corrected(INDArray means, INDArray x) {
    INDArray rows = factors(window.height(), x.size(2)).reshape('c', -1, 1, 1);
    INDArray columns = factors(window.width(), x.size(3)).reshape('c', -1, 1);
    INDArray factors = Broadcast.apply("multiply", rows, columns).castTo(x.dataType());
    return Broadcast.apply("multiply", means.permute(0, 2, 3, 1), factors).permute(0, 3, 1, 2);
  }

  /**
   * For each window position along a side: the window size divided by the size of the part that
   * counts.
   */
  private static INDArray factors(WindowSide side, long length) {
    double[] factors = new double[Math.toIntExact(side.ceilPlaces(length))];
    for (int i = 0; i < factors.length; i++) {
      long from = (long) i * side.stride();
      long to = Math.min(from + side.size(), length + 2L * side.padding());
      factors[i] = (double) side.size() / (to - from);
    }
    return Nd4j.createFromArray(factors);
  }
}
